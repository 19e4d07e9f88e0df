dumps-about = All data of the published generation. The checksum is SHA-256.
file = File
size = kB
checksum = Checksum
