import { describe, expect, test } from 'vitest';
import {
  isCleanAperioDescription,
  rebuildAperioDescription,
} from '../../../../main/slides/deidentify/aperioDescription.ts';
import {
  isCleanOmeDescription,
  rebuildOmeDescription,
} from '../../../../main/slides/deidentify/omeDescription.ts';
import { plantedId, plantedName } from './plantedName.ts';

const geometry = { widthPx: 2220, heightPx: 2967 };

describe('an Aperio description', () => {
  const line = 'Aperio Image Library v11.2.1 \r\n46000x32914 [42673,5576 2220x2967] (240x240) JPEG/RGB Q=30';
  const description = `${line};Aperio Image Library v10.0.51\r\n46920x33014|AppMag = 20|Filename = ${plantedName}|Date = 12/29/09|MPP = 0.4990|Left = 25.69|Title = ${plantedId}`;

  test('keeps scale and place, and names what it loses', () => {
    const { rebuilt, removed, removedTexts } = rebuildAperioDescription(description, geometry);
    expect(rebuilt).toBe(
      'Aperio Image Library v11.2.1\r\n46000x32914 [42673,5576 2220x2967] (240x240) JPEG/RGB Q=30|AppMag = 20|MPP = 0.4990|Left = 25.69',
    );
    expect(removed).toEqual([
      'ImageDescription: history',
      'ImageDescription: Filename',
      'ImageDescription: Date',
      'ImageDescription: Title',
    ]);
    expect(removedTexts).toEqual(expect.arrayContaining([plantedName, plantedId, '12/29/09']));
    expect(isCleanAperioDescription(rebuilt)).toBe(true);
  });

  test.each([
    ['in its first line', `Aperio ${plantedName}\r\n100x100|AppMag = 20`],
    ['in its second line', `Aperio Image Library v11\r\n100x100 ${plantedName}|AppMag = 20`],
    ['in a third line', `Aperio Image Library v11\r\n100x100\r\n${plantedName}|AppMag = 20`],
    ['as the value of a number', `Aperio Image Library v11\r\n100x100|AppMag = ${plantedName}`],
    ['as a key', `Aperio Image Library v11\r\n100x100|${plantedName} = 1`],
    ['after a number', `Aperio Image Library v11\r\n100x100|MPP = 0.5 ${plantedName}`],
    ['without a key', `Aperio Image Library v11\r\n100x100|${plantedName}`],
  ])('loses a name %s', (_where, planted) => {
    const { rebuilt, removed } = rebuildAperioDescription(planted, geometry);
    expect(rebuilt).not.toContain('Muster');
    expect(removed.join()).not.toContain('Muster');
    expect(removed).not.toEqual([]);
    expect(isCleanAperioDescription(rebuilt)).toBe(true);
    expect(isCleanAperioDescription(planted)).toBe(false);
  });

  test.each([
    'Aperio Leica Biosystems GT450 v1.0.1\r\n158712x75192 [0,0,158712x75192] (256x256) -> 39678x18798 JPEG/YCC Q=91|AppMag = 40|MPP = 0.263592',
    'Aperio Image Library v10.0.51\r\n46920x33014 [0,100 46000x32914] (256x256) -> 11500x8228 JPEG/RGB Q=65',
    'Aperio Image Library v11.2.1\r\n46000x32914 -> 1024x732 -',
    'Aperio Image Library v12.0.5\r\n15374x17497 (256x256) J2K/KDU Q=70',
  ])('of another scanner stays: %s', (known) => {
    expect(rebuildAperioDescription(known, geometry)).toMatchObject({ rebuilt: known, removed: [] });
  });
});

describe('an OME-XML', () => {
  const pixels = (size: number, more = '') =>
    `<Pixels ID="Pixels:9" DimensionOrder="XYCZT" Type="uint8" SizeX="${size}" SizeY="${size}" SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="0.25" PhysicalSizeXUnit="µm" PhysicalSizeY="0.25"${more}>`;
  const xml = `<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1" Creator="${plantedName}">
    <Experimenter ID="Experimenter:0" LastName="${plantedName}"/>
    <Image ID="Image:0" Name="label image"><AcquisitionDate>2026-01-02</AcquisitionDate>${pixels(32)}<Channel ID="Channel:0:0" SamplesPerPixel="3"/><TiffData IFD="0"/></Pixels></Image>
    <Image ID="Image:1" Name="${plantedName}"><Description>${plantedId}</Description>${pixels(64, ` Name="${plantedId}"`)}<Channel ID="Channel:1:0" SamplesPerPixel="3" Name="${plantedName}" Color="-1"/><TiffData IFD="1" PlaneCount="1"><UUID FileName="${plantedName}.ome.tif">urn:uuid:1</UUID></TiffData></Pixels></Image>
    <StructuredAnnotations><XMLAnnotation ID="Annotation:0"><Value>${plantedName}</Value></XMLAnnotation></StructuredAnnotations></OME>`;

  test('keeps sizes, pixel size and channels of the largest image', () => {
    const { rebuilt, planes, otherNames } = rebuildOmeDescription(xml, 'slide.ome.tif');
    expect(planes).toEqual([1]);
    expect(otherNames).toEqual(['label']);
    expect(rebuilt).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="64" SizeY="64" SizeC="3" SizeZ="1" SizeT="1" PhysicalSizeX="0.25" PhysicalSizeXUnit="µm" PhysicalSizeY="0.25"><Channel ID="Channel:0:0" SamplesPerPixel="3" Color="-1"/><TiffData IFD="0" PlaneCount="1"/></Pixels></Image></OME>',
    );
    expect(isCleanOmeDescription(rebuilt)).toBe(true);
    expect(isCleanOmeDescription(rebuilt.replace('Color="-1"', 'Name="Erika"'))).toBe(false);
    expect(isCleanOmeDescription(xml)).toBe(false);
  });

  test.each([
    [
      'whose planes lie in several files',
      xml
        .replace('<TiffData IFD="0"/>', '')
        .replace(
          '</UUID></TiffData>',
          '</UUID></TiffData><TiffData IFD="2"><UUID FileName="b.tif">x</UUID></TiffData>',
        ),
      'several files',
    ],
    ['that lies elsewhere', '<OME><BinaryOnly MetadataFile="a.companion.ome"/></OME>', 'another file'],
    ['that is no XML', '<OME <Image', 'OME-XML'],
    ['without an image', '<OME></OME>', 'names no image'],
  ])('%s is refused', (_what, bad, said) => {
    expect(() => rebuildOmeDescription(bad, 'slide.ome.tif')).toThrow(said);
  });

  test('with a million planes is refused at once', () => {
    const many = xml.replace('PlaneCount="1"', 'PlaneCount="999999999"');
    expect(() => rebuildOmeDescription(many, 'slide.ome.tif')).not.toThrow(RangeError);
  });
});
