/** The stylesheet of an export; it stands inside each page, so that a page is whole by itself. */
export const style = `
*{box-sizing:border-box}body{margin:0 auto;max-width:1120px;padding:0 16px 32px;font:15px/1.5 system-ui,sans-serif;color:#191d21;background:#fff;overflow-wrap:anywhere}
a{color:#175a9e}p{margin:4px 0}h1{font-size:20px;margin:8px 0}h2{font-size:16px;margin:20px 0 6px}header nav{font-size:13px;padding-top:8px}
.exercise,.marking{margin:0 -16px;padding:2px;text-align:center;font-weight:700;font-size:12px;letter-spacing:.06em}.exercise{background:#f2c230}.marking{background:#000;color:#ffc000}
.as-of{border:2px solid #175a9e;padding:4px 8px}table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid #d8dce1}.n{text-align:right;white-space:nowrap}
.post{display:grid;grid-template-columns:150px minmax(0,1fr);gap:16px;border:1px solid #d8dce1;border-radius:4px;padding:12px;margin:12px 0}.post.gone{background:#eceef1}.author{font-size:13px}.author strong,.author span{display:block}
.head,.from,.soft{color:#4d565f;font-size:13px}.from{margin-top:8px;border-top:1px dotted #868e97;padding-top:4px;font-family:ui-monospace,monospace;font-size:11px}.tag{border:1px solid #868e97;border-radius:3px;padding:0 4px;font-size:12px;color:#191d21}
.text{white-space:pre-wrap;margin:6px 0}blockquote{margin:4px 0;padding:4px 12px;border-left:3px solid #868e97;background:#f3f4f6}pre,code{font-family:ui-monospace,monospace;font-size:13px}pre{background:#f3f4f6;padding:8px;overflow-x:auto}
.selector{font-family:ui-monospace,monospace;font-size:13px;background:#eceef1;padding:0 3px}.placeholder{border:1px dashed #868e97;padding:0 6px;font-size:13px;color:#4d565f}.coloured{border-bottom:1px dotted #868e97}
.text ul,.text ol{margin:4px 0;padding-left:24px;white-space:normal}.boards ul{padding-left:20px}.pages a,.pages strong{padding:0 6px}dl{display:grid;grid-template-columns:180px minmax(0,1fr);gap:2px 16px}dt{color:#4d565f}dd{margin:0}
del{background:#f6d5d2}ins{background:#d3ecd6}.versions section{border-left:2px solid #d8dce1;padding-left:12px;margin:8px 0}
@media print{.post{break-inside:avoid}}
`
