const cds = require('@sap/cds')
// CAP passes binary values as buffers and doubles in URLs as text, and does not convert them in results.
const answer = (it, name) => Buffer.isBuffer(it) ? it.toString('base64') : /Dbl$/.test(name) && isFinite(it) && it !== null ? Number(it) : it ?? null
module.exports = class ShopService extends cds.ApplicationService { async init() {
  const { Products, Orders, Pages } = this.entities
  this.on('add', r => r.data.x + r.data.y)
  this.on('say', r => JSON.stringify(r.data))
  this.on('many', r => JSON.stringify(r.data))
  this.on('echo', r => JSON.stringify(r.data))
  this.on('pack', r => r.data.bag ? JSON.stringify(r.data.bag) : JSON.stringify(r.params))
  this.on('money', () => ({ amount: 12.5, currency: 'EUR' }))
  this.on('moneys', () => [{ amount: 1, currency: 'EUR' }, { amount: 2.25, currency: null }])
  this.on('texts', () => ['a', 'b "c"', ''])
  this.on('slow', async r => { await new Promise(f => setTimeout(f, Math.min(r.data.ms, 5000))); return 'done' })
  this.on('reset', () => cds.refill())
  this.on('leaf', async r => {
    const found = await SELECT.from(Pages).orderBy('n').limit(50, r.data.start)
    if (found.length === 50) found.$nextLink = `leaf(start=${r.data.start + 50})`
    return found
  })
  for (const name of ['nobody', 'noText']) this.on(name, () => null)
  for (const name of ['nobodies', 'noTexts']) this.on(name, () => [])
  for (const name of Object.keys(this.operations ?? this.actions ?? {}))
    if (/^(same|keep)/.test(name)) this.on(name, r => answer(r.data.it, name))
  this.on('fail', r => {
    if (r.data.code === 1) { r.error(400, 'first', 'buyer'); r.error({ code: 'E2', message: 'second', target: 'items(1)/qty', status: 400, args: [1] }); return }
    return r.reject({ status: r.data.code, code: String(r.data.code) + '-X', message: r.data.text, target: r.data.target, '@Common.numericSeverity': 4 })
  })
  this.on('warn', r => { r.warn('careful', 'buyer'); r.info('fyi'); return 'ok' })
  this.on('reprice', async r => {
    const { ID } = r.params.at(-1); const n = await UPDATE(r.subject).with({ price: r.data.price })
    if (!n) return r.reject(404, 'no such product'); return SELECT.one.from(r.subject)
  })
  this.on('touch', async r => { await UPDATE(r.subject).with({ imageName: 'touched' }) })
  this.on('tagAll', async r => { await UPDATE(r.subject).with({ tags: r.data.tags }); return r.data.tags })
  this.on('worth', r => 1.5 * r.data.factor)
  this.on('similar', r => SELECT.from(Products).limit(r.data.limit ?? 2))
  this.on('quote', r => ({ total: { amount: 10.1, currency: 'EUR' }, lines: [{ product: r.params[0].ID ?? r.params[0], qty: r.data.qty, note: null }], rating: 3, kind: 'FOOD', at: '2024-02-29T23:59:59.123Z', day: '2024-02-29' }))
  this.on('nothing', () => null)
  this.on('importAll', r => r.data.names.length)
  this.on('cheapest', r => SELECT.one.from(Products).where(r.data.kind ? { kind: r.data.kind } : 'price is not null').orderBy('price'))
  this.on('top', r => SELECT.from(Products).orderBy('name').limit(r.data.n))
  this.on('best', () => SELECT.one.from(Products).orderBy('price desc'))
  this.on('pay', async r => { await UPDATE(r.subject).with({ status: 'paid', note: `${r.data.by} ${r.data.at}` }); return SELECT.one.from(r.subject) })
  this.on('placeOrder', async r => {
    const ID = cds.utils.uuid()
    await INSERT.into(Orders).entries({ ID, number: 7, buyer: r.data.buyer, note: r.data.note, items: (r.data.lines ?? []).map((l, i) => ({ pos: i + 1, product_ID: l.product, qty: l.qty })) })
    return SELECT.one.from(Orders, ID)
  })
  return super.init()
}}
