// The 256 words that safety words are made of, in the order of the byte that each stands for.
//
// Our own list: short, common, cheerful, and told apart on a bad line. No two begin with the
// same three letters, no two differ in one letter only, and none sounds like another word. The order never changes:
// both ends of a channel read the same byte.

export const SAFETY_WORDS = Object.freeze(
  `
  acorn album amber anchor apple apron atlas autumn avocado badger bakery balcony bamboo banjo basket bathtub
  bicycle biscuit blanket blossom bottle branch breeze bridge bronze bubble bucket button cabin cactus camel
  candle captain castle cherry chimney cinema circle clarinet clover coconut coffee comet copper corner
  cottage crayon cricket crystal curtain cushion daffodil daisy dancer denim diamond dinner dolphin domino
  donkey doorway dragon eagle echo elephant emerald engine envelope evening falcon feather festival fiddle
  flamingo folder forest fruit funnel galaxy garden gentle ginger giraffe globe golden goose gravel guitar
  hamster harvest hazel hedgehog helmet hexagon hockey honey horizon hotel iceberg igloo indigo insect island
  ivory jacket jaguar jasmine jelly jigsaw journal jungle kangaroo kayak kettle keyboard kingdom kitchen kiwi
  koala lagoon lantern lavender lemon letter library lilac lizard lobster lunch magnet mango maple marble
  meadow melody mirror mitten mosaic mountain muffin museum napkin noodle north notebook number nutmeg oasis
  oatmeal ocean october olive onion opera orange orchard ostrich oyster paddle painter palace pancake parrot
  patio pebble pelican pencil pepper piano picnic pillow pizza planet pocket pony poppy postcard potato
  pumpkin puppet purple puzzle pyramid quarter rabbit radio rainbow raven reindeer rhubarb river robin ruby
  rucksack salmon scarf school season seven silver sketch slipper smile snowman sofa sparrow spinach sponge
  spring squirrel station sugar summer sunset sweater tadpole taxi teapot temple tennis ticket tiger timber
  toast tomato tortoise toucan tower tractor treasure trumpet tulip turtle twenty ukulele umbrella unicorn
  valley vanilla velvet village violin volcano voyage waffle wagon walnut water whisper window wombat woodland
  yellow yogurt zebra zigzag
`
    .trim()
    .split(/\s+/),
);
