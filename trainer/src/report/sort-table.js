// Sorts the table of concepts by the column whose heading is pressed. Without scripts it stays strongest first.
for (const button of document.querySelectorAll('[data-sort]')) {
  button.addEventListener('click', () => sortBy(button.closest('th')));
}

/** A first press on a column of numbers shows the largest first; what was not measured comes last. */
function sortBy(heading) {
  const [body] = heading.closest('table').tBodies;
  const before = heading.getAttribute('aria-sort');
  const isDescending = before === null ? heading.classList.contains('number') : before === 'ascending';
  for (const other of heading.parentElement.cells) other.removeAttribute('aria-sort');
  heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
  const sign = isDescending ? -1 : 1;
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[heading.cellIndex]) }));
  rows.sort((a, b) => {
    if (a.value === undefined || b.value === undefined)
      return (a.value === undefined) - (b.value === undefined);
    return a.value === b.value ? 0 : a.value < b.value ? -sign : sign;
  });
  body.append(...rows.map(({ row }) => row));
}

/** A name as it is compared, a number, or undefined for what was not measured. */
function valueOf(cell) {
  if (cell.tagName === 'TH') return cell.textContent.toLowerCase();
  const { value } = cell.dataset;
  return value === undefined ? undefined : Number(value);
}
