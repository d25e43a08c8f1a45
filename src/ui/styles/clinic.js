// The clinic's page: each tap is kept on the device and sent (outbox.js), and shown meanwhile. Without this script each tap is a plain form.
// Where the network is away as the page is opened, its worker opens a page without names, where people are still given numbers.
const { outbox } = globalThis
const here = location.pathname

/** The board as it is now, unless somebody is writing in it; the page that was opened without a network becomes the whole one. */
document.addEventListener('segar', ({ detail: next }) => {
  const board = document.getElementById('papan')
  if (!board) return next.getElementById('papan') ? location.reload() : undefined
  const fields = document.activeElement?.closest('form[data-ketuk]')?.querySelectorAll('input:not([type=hidden]), textarea') ?? []
  if (![...fields].some((field) => field.value)) board.replaceWith(next.getElementById('papan'))
})
/** On the page without names: who was given a number here and is not sent yet. */
async function listed() {
  const list = document.getElementById('simpanan')
  const waiting = (await outbox.kept()).filter((e) => e.arrival)
  list?.replaceChildren(
    ...waiting.map((e) =>
      Object.assign(document.createElement('li'), { textContent: `${e.label ?? '–'} · ${outbox.words.menunggu}` }),
    ),
  )
}

addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-ketuk]')
  if (!form || !outbox.mayKeep || form.who?.value.trim() === '') return
  event.preventDefault()
  const tap = Object.fromEntries(new FormData(form, event.submitter))
  take(form, tap).then(
    () => {
      if (form.who) form.who.value = ''
    },
    // It could not be kept: it goes the plain way, and nothing is said to be kept.
    () => form.submit(),
  )
})

async function take(form, tap) {
  delete tap.token
  tap.id = crypto.randomUUID()
  tap.at = new Date().toISOString()
  tap.device = await outbox.deviceLetters()
  if (tap.kind === 'arrive') {
    tap.visit = crypto.randomUUID()
    if (outbox.isAway()) tap.label = `${tap.device}${await outbox.counted(here)}`
  }
  const beside = () => (tap.kind === 'arrive' ? { arrival: true, label: tap.label } : {})
  const nr = await outbox.keep(tap, beside())
  const mark = document.createElement('span')
  mark.className = 'pill pill--warn'
  const says = () => {
    mark.textContent = tap.label ? `${tap.label} · ${outbox.words.menunggu}` : outbox.words.menunggu
  }
  says()
  if (tap.kind === 'arrive' && tap.who !== undefined) {
    form.querySelector('.pill')?.remove()
    form.append(mark)
  } else form.querySelector('button')?.replaceWith(mark)
  await listed()
  afterwards(tap, nr, beside, says)
}
/** Where it turns out that the network is away, somebody who came is given a number of this device all the same. */
async function afterwards(tap, nr, beside, says) {
  const waits = async () => (await outbox.kept()).some((e) => e.nr === nr)
  await outbox.send()
  if (await waits()) await outbox.send()
  if (tap.kind === 'arrive' && !tap.label && outbox.isAway() && (await waits())) {
    tap.label = `${tap.device}${await outbox.counted(here)}`
    await outbox.keep(tap, beside(), nr)
    says()
  }
  await listed()
}

listed().then(outbox.begin)
if (navigator.serviceWorker && outbox.opened) navigator.serviceWorker.register('/klinik/luring.js', { scope: '/klinik/' })
