// A finger on a slider may mean to scroll: browsers move the slider at once, and say afterwards that it was a scroll.
import type { TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';

/** Pixels to the side from which on a finger drags. */
const DRAGS = 8;

interface Touch {
  x: number;
  isDrag: boolean;
}

type Handler = (event: TargetedPointerEvent<HTMLInputElement>) => void;

interface SettledTouch {
  handlers: { onPointerDown: Handler; onPointerMove: Handler; onPointerCancel: Handler };
  /** Whether a finger is down that may still come to scroll. */
  isUndecided: () => boolean;
  /** The finger is lifted. @returns whether it was a tap, whose value has not been taken yet */
  end: () => boolean;
}

/** @param value what the slider goes back to when the finger scrolled */
export function useSettledTouch(value: number): SettledTouch {
  const touch = useRef<Touch | null>(null);
  return {
    handlers: {
      onPointerDown: ({ pointerType, clientX }) => {
        touch.current = pointerType === 'touch' ? { x: clientX, isDrag: false } : null;
      },
      onPointerMove: ({ clientX }) => {
        if (touch.current !== null && Math.abs(clientX - touch.current.x) > DRAGS)
          touch.current.isDrag = true;
      },
      onPointerCancel: ({ currentTarget }) => {
        touch.current = null;
        currentTarget.value = String(value);
      },
    },
    isUndecided: () => touch.current?.isDrag === false,
    end: () => {
      const isTap = touch.current?.isDrag === false;
      touch.current = null;
      return isTap;
    },
  };
}
