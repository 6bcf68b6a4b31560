import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SlideKind } from '../../main/domain/slide.ts';
import { sharp } from '../../main/slides/sharpLibrary.ts';
import { addTiffText } from './addTiffText.ts';

/** A small whole slide, from which damaged ones are made. */
export interface SlideSeed {
  readonly name: string;
  readonly kind: SlideKind;
  /** the file that is opened, or the folder's files, by name; the first is the one that is damaged */
  readonly files: ReadonlyMap<string, Buffer>;
}

const edgePx = 160;
const imageDescriptionTag = 270;
const wsiFolder = join(import.meta.dirname, '../../../shared/data/wsi');

/** One seed for each reader and each way of storing pixels; real slides too where the data folder is there. */
export async function slideSeeds(): Promise<readonly SlideSeed[]> {
  return [...(await plainSeeds()), ...(await tiffSeeds()), ...(await vendorSeeds()), ...realSeeds()];
}

function smear() {
  const data = Buffer.alloc(edgePx * edgePx * 3);
  for (let i = 0; i < edgePx * edgePx; i += 1) {
    const [x, y] = [i % edgePx, Math.floor(i / edgePx)];
    const isCell = (x % 40) ** 2 + (y % 40) ** 2 < 300;
    data.set(isCell ? [120 + (x % 50), 60, 150] : [240, 225 - (y % 20), 230], i * 3);
  }
  return sharp(data, { raw: { width: edgePx, height: edgePx, channels: 3 } });
}

async function plainSeeds(): Promise<readonly SlideSeed[]> {
  const [jpeg, png, webp] = [
    await smear().jpeg().toBuffer(),
    await smear().png().toBuffer(),
    await smear().webp().toBuffer(),
  ];
  const bmp = await aBitmapOf(smear());
  return [
    oneFile('field.jpg', jpeg),
    oneFile('field.png', png),
    oneFile('field.webp', webp),
    oneFile('field.bmp', bmp),
    {
      name: 'fields',
      kind: 'field-folder',
      files: new Map([
        ['1.jpg', jpeg],
        ['2.png', png],
        ['3.bmp', bmp],
      ]),
    },
  ];
}

async function tiffSeeds(): Promise<readonly SlideSeed[]> {
  const tile = { tile: true, tileWidth: 64, tileHeight: 64, pyramid: true } as const;
  const profiled = smear().withIccProfile('p3');
  return [
    oneFile('striped.tif', await smear().tiff({ compression: 'lzw' }).toBuffer()),
    oneFile(
      'jpeg.tif',
      await smear()
        .tiff({ ...tile, compression: 'jpeg' })
        .toBuffer(),
    ),
    oneFile(
      'deflate.tif',
      await smear()
        .tiff({ ...tile, compression: 'deflate' })
        .toBuffer(),
    ),
    oneFile(
      'lzw.tif',
      await smear()
        .tiff({ ...tile, compression: 'lzw', predictor: 'horizontal' })
        .toBuffer(),
    ),
    oneFile(
      'none.tif',
      await smear()
        .tiff({ ...tile, compression: 'none' })
        .toBuffer(),
    ),
    oneFile(
      'webp.tif',
      await smear()
        .tiff({ ...tile, compression: 'webp' })
        .toBuffer(),
    ),
    oneFile(
      'big.tif',
      await smear()
        .tiff({ ...tile, compression: 'jpeg', bigtiff: true })
        .toBuffer(),
    ),
    oneFile('profile.tif', await profiled.tiff({ ...tile, compression: 'jpeg' }).toBuffer()),
  ];
}

/** Files that carry the marks of a vendor's format, so that its reader takes them up. */
async function vendorSeeds(): Promise<readonly SlideSeed[]> {
  const pyramid = await smear()
    .tiff({ tile: true, tileWidth: 64, tileHeight: 64, pyramid: true, compression: 'jpeg' })
    .toBuffer();
  const described = async (description: string) => addTiffText(pyramid, imageDescriptionTag, description);
  const ome =
    '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="160" SizeY="160" SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="250" PhysicalSizeXUnit="nm" PhysicalSizeY="250" PhysicalSizeYUnit="nm"/></Image></OME>';
  const aperio =
    'Aperio Image Library v11.2.1\r\n160x160 (64x64) JPEG/RGB Q=70|AppMag = 40|MPP = 0.25|Filename = X';
  const leica =
    '<?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><collection sizeX="1000" sizeY="1000"><image><pixels sizeX="160" sizeY="160"><dimension sizeX="160" sizeY="160" r="0" ifd="0"/></pixels><view sizeX="1000" sizeY="1000" offsetX="0" offsetY="0"/></image></collection></scn>';
  const slidedat =
    '[GENERAL]\nSLIDE_ID=1\nIMAGENUMBER_X=2\nIMAGENUMBER_Y=2\nCURRENT_SLIDE_VERSION=01.03\n[HIERARCHICAL]\nHIER_COUNT=1\nINDEXFILE=Index.dat\n[DATAFILE]\nFILE_COUNT=1\nFILE_0=Data0000.dat\n';
  return [
    oneFile('slide.ome.tif', await described(ome)),
    oneFile('slide.svs', await described(aperio)),
    oneFile('slide.scn', await described(leica)),
    oneFile('slide.ndpi', await described('Hamamatsu')),
    oneFile('slide.mrxs', Buffer.from(slidedat)),
    oneFile(
      'slide.vms',
      Buffer.from(`[Virtual Microscope Specimen]\nNoLayers=1\nImageFile=a.jpg\n${slidedat}`),
    ),
    oneFile('slide.svslide', Buffer.from('SQLite format 3\0'.padEnd(4096, '\0'))),
    oneFile('slide.czi', Buffer.from('ZISRAWFILE'.padEnd(1024, '\0'))),
    oneFile('slide.dcm', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(256, 2)])),
  ];
}

function realSeeds(): readonly SlideSeed[] {
  if (!existsSync(wsiFolder)) return [];
  return readdirSync(wsiFolder)
    .filter((name) => /\.(svs|tiff|dcm|png)$/.test(name) && name !== 'CMU-1-Small-Region.svs')
    .map((name) => {
      const bytes = readFileSync(join(wsiFolder, name));
      return name.endsWith('.dcm')
        ? { name, kind: 'dicom-series', files: new Map([[name, bytes]]) }
        : oneFile(name, bytes);
    });
}

function oneFile(name: string, bytes: Buffer): SlideSeed {
  return {
    name,
    kind: name.endsWith('.dcm') ? 'dicom-series' : 'image-file',
    files: new Map([[name, bytes]]),
  };
}

async function aBitmapOf(image: ReturnType<typeof smear>): Promise<Buffer> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + data.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(info.width, 18);
  header.writeInt32LE(info.height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, data]);
}
