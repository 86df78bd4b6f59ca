/** The commonest function words of languages met on European boards, one language a line. */
const table = `
bg и да на в се не за с от е като има това съм аз са
cs je se na to že v ale jak by jsem si tak pro do jako ten jen není už
da og at det som en på er af for ikke med jeg den til har
de der die und das ist nicht ein mit ich auf den von zu auch sich eine wird dem im aber wir
el και το να του η της με για που δεν είναι τα από θα τον στο την
en the and of to is that for with was this are you have not but from it on they
es el la los que de en una por con para las no es un se lo del como más
fi ja on ei se että oli myös kun mutta niin tai ole
fr le la les des est une pas que je pour dans qui avec sur du et nous au
hr i je se na u da za su ne od što kao ali nije ili bi
hu a az és nem hogy egy is van de ez ha meg már csak volt
it il di che la è per non un una con sono del le si anche gli ho della
nl de het een van en is dat niet ik met voor op zijn ook maar te er nog
no og at det som en på er av for ikke med jeg den til har
pl nie w na się jest z to do jak i że ale po od mam czy dla tylko już za
pt o a os que de não uma para com em um do da se no mais
ro de la și nu un o în pe cu este că mai să din pentru
ru и в не на что я с как это по но из у все так за
sk je sa na to že v ale ako aj by som si tak pre do
sv och att det som en på är av för inte med jag den till har
tr bir ve bu da de için çok ne ile var mı ama
uk і в не на що я з як це та але до у за від
`

/** For each word the languages (as numbers into `languages`) that use it. */
export const languages: readonly string[] = table
  .trim()
  .split('\n')
  .map((line) => line.slice(0, 2))

/** Which languages use a word, by their place in `languages`. */
export const usersOfWord: ReadonlyMap<string, readonly number[]> = (() => {
  const users = new Map<string, number[]>()
  table
    .trim()
    .split('\n')
    .forEach((line, language) => {
      for (const word of line.slice(3).split(' ')) users.set(word, [...(users.get(word) ?? []), language])
    })
  return users
})()
