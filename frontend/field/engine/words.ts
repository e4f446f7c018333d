// The words in which both screens show a fingerprint; the list is that of vectors/field.json.

const LIST =
  "abad abang abu acar adat adik agung air ajak akar alam alas alis ambil anak angin angka anting apel arah arang " +
  "asap asin atap awan ayah ayam badan bagus bahu baju bakul balai bambu bangku bantal barat batik batu bawang " +
  "bayam bebek beduk bekal belut benang beras besi besok betis biji bintang biru bola bolu botol buah buaya bubur " +
  "buku bulan bulu bumi bunga burung busur cabai cacing cahaya cangkir cangkul cari catur cawan celana cerita " +
  "cermin cincin coklat dada dadu dagu dahan daki damai danau dapur darat daun dayung debu delima depan desa " +
  "dinding domba dompet duku durian ekor elang emas ember embun empat enak engsel fajar gabah gading gajah galah " +
  "gambar gandum ganti garam garpu gelang gelas gembok gempa gigi gitar goa golok gula gulai gunung guru hakim " +
  "halaman harum hati hijau hujan hutan ibu ikan ikat intan irama itik jagung jahe jala jalan jambu jamur jari " +
  "jarum jati jembatan jendela jeruk kabut kaca kacang kado kain kakak kaki kamar kambing kancil kantor kapal kapas " +
  "karet kasur katak kayu kebun kelapa kelinci kemiri kendi keris kertas kota kuda kuku kunci kuning kursi laci " +
  "lada ladang lagu lampu langit laut lebah lemari lidah lilin lima lumut madu makan malam mangga mangkuk manis " +
  "masjid mata meja melati melon menara merah merak merpati minyak motor muda mulut murid musim nama nanas nangka " +
  "nasi nelayan nenas obor ombak otak padi pagar pagi paku palu panah pandan panen pantai papan pasar pasir payung " +
  "pena pensil perahu piring pisang pohon pulau putih radio rambut roda rumah rusa sabun sapi sawah";

export const WORDS: readonly string[] = LIST.split(" ");
