// The keys of the work pages. Whatever they do is there without them too: a link, a box or a button that Tab reaches.
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const { target, key } = event
  if (target.closest('textarea, select, input:not([type=checkbox], [type=radio])')) {
    if (key === 'Escape') target.blur()
    return
  }
  const links = [...document.querySelectorAll('.wq .who')]
  const row = document.activeElement.closest('tr')
  const here = links.findIndex((link) => link.closest('tr') === row)
  const act = {
    '/': () => document.getElementById('cari')?.focus(),
    j: () => links[Math.min(here + 1, links.length - 1)]?.focus(),
    k: () => links[Math.max(here - 1, 0)]?.focus(),
    x: () => row?.querySelector('input[type=checkbox]')?.click(),
    c: () => here >= 0 && location.assign(`${links[here].href}#catat`),
    '?': () => document.getElementById('tombol')?.toggleAttribute('open'),
  }[key]
  if (!act) return
  event.preventDefault()
  act()
})
