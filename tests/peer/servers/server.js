// Fills the database with what CSV files cannot say, and ends the server when the process that started it ends:
// that process holds the other end of standard input.
const cds = require('@sap/cds')
process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume()

// A request with the header x-busy-once gets 503 the first time that its value is seen.
const seen = new Set
cds.on('bootstrap', app => app.use((req, res, next) => {
  const name = req.headers['x-busy-once']
  if (!name || seen.has(name)) return next()
  seen.add(name)
  req.on('end', () => res.writeHead(503, { 'Retry-After': '0' }).end()).resume()
}))

cds.on('served', async () => { await fill(); cds.refill = async () => { await empty(); await fill() } })

async function empty () {
  const db = await cds.connect.to('db')
  const kept = ['shop.', 'sap.common.', 'DRAFT.']
  for (const { name, query, projection } of Object.values(db.model.definitions).filter(d => d.kind === 'entity'))
    if (kept.some(prefix => name.startsWith(prefix)) && !query && !projection) await db.run(DELETE.from(name))
  for (const name of ['Papers', 'Sections']) await db.run(`DELETE FROM ShopService_${name}_drafts`)
}

async function fill () {
  const db = await cds.connect.to('db')
  const odd = cds.version < '8' ? '9007199254740991' : '9007199254740993' // CAP 7 reads 64-bit integers as floating point
  const n = (from, to, make) => Array.from({ length: to - from + 1 }, (_, i) => make(from + i))
  await db.run(INSERT.into('shop.Suppliers').entries(
    { ID: 1, name: 'Acme', address_street: "O'Connell St", address_city: 'Dublin', address_zip: 'D01', address_geo_lat: 53.35, address_geo_lon: -6.26 },
    { ID: 2, name: 'Böse & Söhne', address_street: 'Straße 1', address_city: 'Köln', address_zip: '50667' }))
  await db.run(INSERT.into('shop.Categories').entries(
    ...['plain', 'a/b', "O'Neil", 'ü ß', '50% off?', 'a&b=c#d', '(x,y)', '..x', "''", '$count', 'a+b', ' lead', 'semi;colon', 'c:\\dir', '日本', 'q"q']
      .map((code, i) => ({ code, title: `title ${i}`, parent_code: i ? 'plain' : null }))))
  await db.run(INSERT.into('shop.Products').entries(
    { ID: '11111111-1111-4111-8111-111111111111', name: 'Wuthering Heights', kind: 'book', rating: 3, price: 11.11, amount: '0.1', big: '9007199254740993', small: 1, tiny: 255, weight: 0.1,
      released: '1847-12-01', opens: '09:30:00', seen: '2024-05-06T07:08:09Z', stamp: '2024-05-06T07:08:09.123Z', digest: Buffer.from('0123456789abcdef0123456789abcdef', 'hex'),
      secretCode: 's1', tags: ['old', 'sad'], sizes: [{ label: 'h', mm: 200 }], category_code: 'a/b', supplier_ID: 1, currency_code: 'EUR', reviews: [{ stars: 5, text: 'fine', author: 'me' }, { stars: 1, text: 'no', author: 'you' }],
      texts: [{ locale: 'de', name: 'Sturmhöhe' }] },
    { ID: '22222222-2222-4222-8222-222222222222', name: 'Jane Eyre', kind: 'book', price: 12.3400, supplier_ID: 1, tags: [] },
    { ID: '33333333-3333-4333-8333-333333333333', name: 'Teddy', kind: 'toy', price: 0.0001, supplier_ID: 2, active: false },
    { ID: '44444444-4444-4444-8444-444444444444', name: 'Beans', kind: 'FOOD', rating: 1, price: 99999999999.9999, category_code: "O'Neil" }))
  await db.run(INSERT.into('shop.Pages').entries(n(1, 205, i => ({ n: i, title: `page ${i}`, group: 'g' + i % 3, amount: i / 2 }))))
  await db.run(INSERT.into('shop.Config').entries({ id: 1, theme: 'dark', limit: 10 }))
  await db.run(INSERT.into('shop.Countries').entries({ code: 'DE', name: 'Germany', texts: [{ locale: 'de', name: 'Deutschland' }] }, { code: 'FR', name: 'France' }))
  await db.run(INSERT.into('sap.common.Currencies').entries({ code: 'EUR', name: 'Euro', symbol: '€', minorUnit: 2, texts: [{ locale: 'fr', name: 'L’euro' }] }))
  await db.run(INSERT.into('shop.Orders').entries({ ID: 'aaaaaaaa-1111-4111-8111-111111111111', number: 7, buyer: 'Ann', due: '2024-02-29T23:59:59.123Z', items: [
    { pos: 1, product_ID: '11111111-1111-4111-8111-111111111111', qty: 2, price: 1.25, parts: [{ ID: 'bbbbbbbb-1111-4111-8111-111111111111', what: 'cover' }] }, { pos: 2, qty: 1 }] }))
  await db.run(INSERT.into('shop.Papers').entries({ ID: 'cccccccc-1111-4111-8111-111111111111', title: 'On drafts', pages: 3, sections: [
    { ID: 'dddddddd-1111-4111-8111-111111111111', heading: 'First' }] }))
  await db.run(INSERT.into('shop.Logs').entries({ ID: 'eeeeeeee-1111-4111-8111-111111111111', line: 'started' }))
  await db.run(INSERT.into('shop.Bags').entries({ id: 1, name: 'one' }))
  await db.run(INSERT.into('shop.Odd').entries({ a: "it's/a?key", b: odd, c: '2024-02-29', d: '11111111-1111-4111-8111-111111111111', e: true, text: 'x' }))
  await db.run(INSERT.into('shop.ByStamp').entries({ at: '2024-05-06T07:08:09.123Z', text: 'x' }))
  await db.run(INSERT.into('shop.ByDecimal').entries({ dec: 1.5, text: 'x' }))
  await db.run(INSERT.into('shop.Notes').entries(n(1, 3, i => ({ ID: `00000000-0000-4000-8000-00000000000${i}`, title: `note ${i}`, body: 'b'.repeat(10) }))))
  await db.run(INSERT.into('shop.Words').entries({ class: 1, def: 'd', import: 'i', self: 's', list: 'l', get: 'g', from_class: null, None: 'n' }))
}
module.exports = cds.server
