// One request at a time: what was asked meanwhile waits, and only the newest of it is asked next.

interface Handlers<Answer> {
  onAnswer: (answer: Answer) => void;
  onError: (error: unknown) => void;
}

/**
 * A slider moves far more often than answers arrive. No timer is needed: the answer under way sets the pace, and the
 * last position is always asked for.
 */
export function latestWins<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  { onAnswer, onError }: Handlers<Answer>,
): (question: Question) => void {
  let waiting: { question: Question } | null = null;
  let isAsking = false;

  async function drain(): Promise<void> {
    isAsking = true;
    while (waiting !== null) {
      const { question } = waiting;
      waiting = null;
      try {
        onAnswer(await ask(question));
      } catch (error) {
        onError(error);
      }
    }
    isAsking = false;
  }

  return (question) => {
    waiting = { question };
    if (!isAsking) void drain();
  };
}
