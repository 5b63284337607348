import type { Page } from 'playwright-core';

/**
 * What does not fit on an open page, a line each: text of a picture beyond its edges, and what is wider than its place
 * and neither scrolls in a frame that says so nor is made to be cut.
 */
export function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const nameOf = (element: Element): string => {
      const { tagName, id, classList } = element;
      const text = String(element.textContent).trim().replaceAll(/\s+/g, ' ').slice(0, 60);
      return `${[tagName.toLowerCase(), ...classList].join('.')} #${id} "${text}"`;
    };
    const isShown = (element: Element): boolean => element.getClientRects().length > 0;
    for (const svg of document.querySelectorAll('svg')) {
      const frame = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll('text')) {
        const box = text.getBoundingClientRect();
        if (box.width === 0) continue;
        const beyond = Math.max(
          frame.left - box.left,
          box.right - frame.right,
          frame.top - box.top,
          box.bottom - frame.bottom,
        );
        if (beyond > 1) found.push(`${Math.round(beyond)} px beyond its picture: ${nameOf(text)}`);
      }
    }
    for (const element of document.querySelectorAll('body, body *')) {
      if (element.closest('svg') !== null || !isShown(element)) continue;
      const beyond = element.scrollWidth - element.clientWidth;
      if (beyond <= 1 || element.closest('.visually-hidden, #world') !== null) continue;
      const { overflowX, display, backgroundAttachment } = getComputedStyle(element);
      if (display === 'inline') continue;
      // Shadows that stay with the frame while its content moves.
      const isSaid = backgroundAttachment.includes('local') && backgroundAttachment.includes('scroll');
      if (overflowX === 'auto' && isSaid) continue;
      found.push(`${beyond} px too wide (${overflowX}): ${nameOf(element)}`);
    }
    // A table may be wider than its frame; what it is called is read without moving it.
    for (const caption of document.querySelectorAll('caption:not(.visually-hidden)')) {
      const frame = caption.closest('.scroll')?.getBoundingClientRect();
      const words = document.createRange();
      words.selectNodeContents(caption);
      const beyond = frame === undefined ? 0 : words.getBoundingClientRect().right - frame.right;
      if (isShown(caption) && beyond > 1) found.push(`${Math.round(beyond)} px cut of a caption: ${nameOf(caption)}`);
    }
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) found.push(`the page is ${wide} px wider than its window`);
    return found;
  });
}

/** Opens whatever is folded. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
}
