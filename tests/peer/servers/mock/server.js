// SAP's mock server for OData, with the service of svc/. POST /reset brings its data back. Ends with its standard input.
const FEMockserver = require('@sap-ux/fe-mockserver-core').default
const http = require('http')
const finalhandler = require('finalhandler')
const path = require('path')

process.stdin.on('end', () => process.exit()).on('error', () => process.exit()).resume()

async function fresh () {
  const svc = path.join(__dirname, 'svc')
  const service = { urlPath: '/travel', metadataPath: path.join(svc, 'metadata.xml'), mockdataPath: path.join(svc, 'data'), generateMockData: false }
  const mock = new FEMockserver({ services: [service], validateETag: false })
  await mock.isReady
  return mock.getRouter()
}

let router
const server = http.createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/travel/reset') {
    router = await fresh()
    return response.writeHead(204).end()
  }
  router(request, response, finalhandler(request, response))
})
fresh().then(found => {
  router = found
  server.listen(0, '127.0.0.1', () => console.log(`server listening on { url: 'http://127.0.0.1:${server.address().port}'`))
})
