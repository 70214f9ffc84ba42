// `page`: from a wish to the list that answers it, on the page of a demo that runs (TRIMTAB_URL, or its usual address).
import type { Page } from 'playwright-core';
import { at } from '@trimtab/shared/look-up.ts';
import type { Samples } from '@trimtab/shared/samples.ts';
import { openBrowser } from '../test/page.ts';
import { quantile } from '@trimtab/trainer/math/quantile.ts';

const WISHES = 60;
/** The first lists compile what all later ones run. */
const WARM_UP = 10;

/** Presses the plus of the nth concept that has one, and waits until the next frame after the answer. */
const PRESSED = `(nth) => {
  const list = document.querySelector('section.list');
  const buttons = [...document.querySelectorAll('.wish button[aria-label^="More:"]:not([disabled])')];
  return new Promise((done) => {
    let isAsked = false;
    const observer = new MutationObserver(() => {
      if (list.getAttribute('aria-busy') === 'true') isAsked = true;
      else if (isAsked) {
        observer.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
      }
    });
    observer.observe(list, { attributes: true, attributeFilter: ['aria-busy'] });
    const start = performance.now();
    buttons[nth % buttons.length].click();
  });
}`;

const wish = (open: Page, nth: number): Promise<number> => open.evaluate<number>(`(${PRESSED})(${nth})`);

export async function page(say: (line: string) => void): Promise<object> {
  const url = process.env['TRIMTAB_URL'] ?? 'http://localhost:8787';
  const browser = await openBrowser();
  try {
    const { samples } = (await (await fetch(`${url}/v1/samples`)).json()) as Samples;
    const open = await browser.newPage();
    const times: number[] = [];
    for (let nth = 0; nth < WARM_UP + WISHES; nth++) {
      // Every fifth begins with another person's history, of which nothing is kept yet.
      if (nth % 5 === 0) {
        const { history } = at(samples, (nth / 5) % samples.length);
        await open.goto(`${url}/#history=${history.slice(-10).join(',')}`);
        await open.reload();
      }
      await open.locator('section.list[aria-busy=false] .row-item').nth(9).waitFor();
      const milliseconds = await wish(open, nth);
      if (nth >= WARM_UP) times.push(milliseconds);
    }
    say(`${times.length} wishes on ${url}`);
    const sorted = Float64Array.from(times).sort();
    const of = (q: number): number => Math.round(quantile(sorted, q));
    return { wishes: times.length, medianMs: of(0.5), p95Ms: of(0.95), mostMs: of(1) };
  } finally {
    await browser.close();
  }
}
