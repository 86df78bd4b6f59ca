/** Names of networks that sell anonymity; checked before hosting, of which they are customers or part. */
const anonymisers =
  /\b(?:vpn|nordvpn|mullvad|proton ?(?:vpn|ag)|expressvpn|surfshark|ipvanish|cyberghost|privax|hidemyass|airvpn|windscribe|perfect privacy|tor[ -]exit|torservers|emerald onion|calyx|31173 services|m247|packethub|datacamp|cdn77|tzulo|quadranet|owl limited|private internet access|zenlayer)\b/i

/** Words in the names of networks that let out machines rather than connect homes. */
const hosting =
  /\b(?:hosting|hoster|host|webhost|vps|vserver|dedicated|servers?|serverastra|cloud|cloudflare|data ?cent(?:er|re)s?|rechenzentrum|colo(?:cation)?|hetzner|ovh|scaleway|online s\.?a\.?s|leaseweb|linode|akamai|digital ?ocean|vultr|choopa|constant company|contabo|netcup|strato|ionos|1&1 internet|rackspace|softlayer|amazon|aws|google llc|microsoft corporation|oracle|alibaba|tencent|fastly|worldstream|serverius|nforce|psychz|ovhcloud|godaddy|namecheap|dreamhost|kamatera|upcloud|hivelocity|hostinger|selectel|timeweb|beget)\b/i

/** Why addresses of a network of this name may stand for many people, as far as the name tells; else null. */
export function sharedBy(network: string): 'anonymiser' | 'hosting' | null {
  if (anonymisers.test(network)) return 'anonymiser'
  return hosting.test(network) ? 'hosting' : null
}
