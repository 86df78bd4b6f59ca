/** Parts of invented names: nobody is meant, and every mail domain is under `.example`. */

export const given: readonly string[] =
  'Adam Agnes Anna Bruno Carla Daan Elias Emma Erik Fenna Fleur Gerrit Greta Hanna Hugo Ida Igor Ilse Jan Jonas Julia Karel Karin Lars Lena Lotte Lucas Lukas Maarten Marek Maria Marta Mats Mila Mira Niels Nikos Nina Olga Oskar Pavel Petra Pieter Rosa Ruben Sanne Selma Simon Sofia Stefan Theo Tilda Tomas Vera Viktor Wout Yannis Zofia'.split(
    ' ',
  )

export const starts: readonly string[] =
  'Al Bar Bel Bren Cal Cor Dal Der Dor El Fal Fen Gal Gres Hal Hem Il Jor Kal Kes Kor Lan Lem Lor Mal Mer Mor Nal Nor Oster Pel Por Quen Ral Ren Ros Sal Sel Ster Tal Ter Tor Ul Val Ver Wal Wes Yar Zel Zor'.split(
    ' ',
  )
export const middles: readonly string[] = 'a e i o u an en in on ar er or al el il ane ene ori avi elu'.split(' ')
export const ends: readonly string[] =
  'beck berg brook burg by dal dorf feld ford garde haven heim holt horn kamp ker land mark mere mond moor nau nik rade rath ried rop rup stad stein strow thal ton trop veen vik wald wick wijk'.split(
    ' ',
  )

export const handleFirst: readonly string[] =
  'Night Slow Green Copper Silver River Old Little North Winter Summer Stone Paper Silent Rusty Early Quiet Iron Amber Misty Garden Narrow Branch Harbour Valley Meadow Morning Velvet Lone Wooden Blauwe Oude Stille Kleine Groene Alte Kleiner Roter Petit Vieux Verde Viejo Stary Zielony Mavro Lefko'.split(
    ' ',
  )
export const handleLast: readonly string[] =
  'Train Wagon Signal Track Semaphore Finch Wren Heron Swift Owl Kite Robin Gauge Stamp Album Postmark Envelope Garden Spade Compost Fern Thistle Clover Lantern Bridge Tunnel Station Piston Boiler Tender Wissel Perron Seinhuis Kwartel Reiger Zegel Tuinman Schaffner Weiche Lokschuppen Zeisig Marke Gaertner Rail Aiguille Merle Timbre Jardin Vagon Jilguero Sello Huerto Semafor Wagonik Sikorka Znaczek Ogrodnik Trenaki Kipos'.split(
    ' ',
  )

/** Names written in other alphabets, as a few members do. */
export const handleOther: readonly string[] = [
  'Σταθμάρχης',
  'Κηπουρός',
  'Φιλοτελιστής',
  'Żubrówek',
  'Łącznik',
  'Müßiggänger',
  'Größenwahn',
  'Señal',
  'Rail &amp; Leaf',
  'Tom &amp; Fern',
  "O'Signal",
  'Näherin',
  'Ζώνη2',
  'Dwa Tory',
  'Mr. Perron',
  'le petit train',
  'Fern [old]',
  'Tim_\\_Tim',
]

export const mailHosts: readonly string[] =
  'postbus.example mailkoets.example briefpost.example poczta-mala.example tachydromos.example courriel.example correo.example mailtrain.example inbox.example webpost.example fastletter.example quietmail.example'.split(
    ' ',
  )

export const webHosts: readonly string[] =
  'fotos.example images.example album.example plans.example railwiki.example stampcat.example birdlog.example gardenpages.example'.split(
    ' ',
  )

/** Handles so common that strangers share them. */
export const commonHandles: readonly string[] = ['trainspotter', 'stationmaster', 'gardener', 'birdwatcher']

export const userAgents: readonly string[] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/113.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 6.1; WOW64; rv:102.0) Gecko/20100101 Firefox/102.0',
]
