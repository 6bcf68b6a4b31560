/** What the copy of a DICOM slide has of an attribute:
 *  keep   its value, if it has the form that its representation asks for
 *  empty  no value ("Z" of the profile)
 *  dummy  a value that says nothing ("D")
 *  uid    another unique identifier, the same for the same one in all files of the copy ("U") */
type ProfileAction = 'keep' | 'empty' | 'dummy' | 'uid';

export interface ProfileRow {
  readonly tag: number;
  /** value representation, of PS3.6 */
  readonly vr: string;
  readonly action: ProfileAction;
  readonly name: string;
}

/** The attributes that the copy of a whole-slide image has. The list is closed: **every other attribute is removed**,
 *  private ones, overlays and curves included, so that what is not known cannot stay. The Basic Application Level
 *  Confidentiality Profile of DICOM PS3.15, table E.1-1 (2026c), is followed for all attributes that it names: what
 *  it removes is not here; where it leaves a choice, an attribute that the whole-slide IOD asks for (PS3.3, A.32.8)
 *  has a dummy or is empty, another is removed. */
const rows = `
00080005 CS keep SpecificCharacterSet
00080008 CS keep ImageType
00080016 UI keep SOPClassUID
00080018 UI uid SOPInstanceUID
00080019 UI uid PyramidUID
00080020 DA empty StudyDate
00080023 DA dummy ContentDate
0008002a DT dummy AcquisitionDateTime
00080030 TM empty StudyTime
00080033 TM dummy ContentTime
00080050 SH empty AccessionNumber
00080060 CS keep Modality
00080070 LO keep Manufacturer
00080090 PN empty ReferringPhysicianName
00080100 SH keep CodeValue
00080102 SH keep CodingSchemeDesignator
00080104 LO keep CodeMeaning
00081090 LO keep ManufacturerModelName
00082228 SQ keep PrimaryAnatomicStructureSequence
00089007 CS keep FrameType
00089205 CS keep PixelPresentation
00089206 CS keep VolumetricProperties
00089207 CS keep VolumeBasedCalculationTechnique
00100010 PN empty PatientName
00100020 LO empty PatientID
00100030 DA empty PatientBirthDate
00100040 CS empty PatientSex
00180050 DS keep SliceThickness
00180088 DS keep SpacingBetweenSlices
00181000 LO dummy DeviceSerialNumber
00181020 LO dummy SoftwareVersions
00189004 CS keep ContentQualification
00189073 FD keep AcquisitionDuration
0020000d UI uid StudyInstanceUID
0020000e UI uid SeriesInstanceUID
00200010 SH empty StudyID
00200011 IS keep SeriesNumber
00200013 IS keep InstanceNumber
00200052 UI uid FrameOfReferenceUID
00200242 UI uid SOPInstanceUIDOfConcatenationSource
00201040 LO keep PositionReferenceIndicator
00209057 UL keep InStackPositionNumber
00209111 SQ keep FrameContentSequence
00209128 UL keep TemporalPositionIndex
00209157 UL keep DimensionIndexValues
00209161 UI uid ConcatenationUID
00209162 US keep InConcatenationNumber
00209163 US keep InConcatenationTotalNumber
00209164 UI uid DimensionOrganizationUID
00209165 AT keep DimensionIndexPointer
00209167 AT keep FunctionalGroupPointer
00209221 SQ keep DimensionOrganizationSequence
00209222 SQ keep DimensionIndexSequence
00209228 UL keep ConcatenationFrameOffsetNumber
00209311 CS keep DimensionOrganizationType
00220016 SQ keep IlluminationTypeCodeSequence
00220019 SQ keep LensesCodeSequence
0022001a SQ keep ChannelDescriptionCodeSequence
00220055 FL keep IlluminationWaveLength
00280002 US keep SamplesPerPixel
00280004 CS keep PhotometricInterpretation
00280006 US keep PlanarConfiguration
00280008 IS keep NumberOfFrames
00280010 US keep Rows
00280011 US keep Columns
00280030 DS keep PixelSpacing
00280100 US keep BitsAllocated
00280101 US keep BitsStored
00280102 US keep HighBit
00280103 US keep PixelRepresentation
00280106 US keep SmallestImagePixelValue
00280107 US keep LargestImagePixelValue
00280120 US keep PixelPaddingValue
00280121 US keep PixelPaddingRangeLimit
00280300 CS keep QualityControlImage
00280301 CS keep BurnedInAnnotation
00280302 CS keep RecognizableVisualFeatures
00281050 DS keep WindowCenter
00281051 DS keep WindowWidth
00281052 DS keep RescaleIntercept
00281053 DS keep RescaleSlope
00282000 OB keep ICCProfile
00282002 CS keep ColorSpace
00282110 CS keep LossyImageCompression
00282112 DS keep LossyImageCompressionRatio
00282114 CS keep LossyImageCompressionMethod
00289110 SQ keep PixelMeasuresSequence
00289132 SQ keep FrameVOILUTSequence
00289145 SQ keep PixelValueTransformationSequence
00400512 LO dummy ContainerIdentifier
00400513 SQ empty IssuerOfTheContainerIdentifierSequence
00400518 SQ keep ContainerTypeCodeSequence
00400551 LO dummy SpecimenIdentifier
00400554 UI uid SpecimenUID
00400555 SQ empty AcquisitionContextSequence
00400560 SQ keep SpecimenDescriptionSequence
00400562 SQ empty IssuerOfTheSpecimenIdentifierSequence
0040059a SQ keep SpecimenTypeCodeSequence
00400610 SQ empty SpecimenPreparationSequence
00400710 SQ keep WholeSlideMicroscopyImageFrameTypeSequence
0040072a DS keep XOffsetInSlideCoordinateSystem
0040073a DS keep YOffsetInSlideCoordinateSystem
0040074a DS keep ZOffsetInSlideCoordinateSystem
00480001 FL keep ImagedVolumeWidth
00480002 FL keep ImagedVolumeHeight
00480003 FL keep ImagedVolumeDepth
00480006 UL keep TotalPixelMatrixColumns
00480007 UL keep TotalPixelMatrixRows
00480008 SQ keep TotalPixelMatrixOriginSequence
00480010 CS keep SpecimenLabelInImage
00480011 CS keep FocusMethod
00480012 CS keep ExtendedDepthOfField
00480013 US keep NumberOfFocalPlanes
00480014 FL keep DistanceBetweenFocalPlanes
00480015 US keep RecommendedAbsentPixelCIELabValue
00480100 SQ keep IlluminatorTypeCodeSequence
00480102 DS keep ImageOrientationSlide
00480105 SQ keep OpticalPathSequence
00480106 SH keep OpticalPathIdentifier
00480108 SQ keep IlluminationColorCodeSequence
00480110 SQ keep SpecimenReferenceSequence
00480111 DS keep CondenserLensPower
00480112 DS keep ObjectiveLensPower
00480113 DS keep ObjectiveLensNumericalAperture
00480207 SQ keep OpticalPathIdentificationSequence
0048021a SQ keep PlanePositionSlideSequence
0048021e SL keep ColumnPositionInTotalImagePixelMatrix
0048021f SL keep RowPositionInTotalImagePixelMatrix
00480301 CS keep PixelOriginInterpretation
00480302 UL keep NumberOfOpticalPaths
00480303 UL keep TotalPixelMatrixFocalPlanes
52009229 SQ keep SharedFunctionalGroupsSequence
52009230 SQ keep PerFrameFunctionalGroupsSequence
7fe00001 OV keep ExtendedOffsetTable
7fe00002 OV keep ExtendedOffsetTableLengths
`;

const byTag: ReadonlyMap<number, ProfileRow> = new Map(
  rows
    .trim()
    .split('\n')
    .map((row) => {
      const [tag = '', vr = '', action, name = ''] = row.split(' ');
      return [
        Number.parseInt(tag, 16),
        { tag: Number.parseInt(tag, 16), vr, action: action as ProfileAction, name },
      ];
    }),
);

/** @returns undefined for an attribute that the copy does not have */
export function profileRow(tag: number): ProfileRow | undefined {
  return byTag.get(tag);
}

/** Values that say nothing, by value representation. */
const dummies: Readonly<Record<string, string>> = {
  DA: '19000101',
  DT: '19000101000000',
  LO: 'ANONYMIZED',
  TM: '000000',
};

/** @throws RangeError, a bug, for a representation without a dummy */
export function dummyOf(vr: string): string {
  const dummy = dummies[vr];
  if (dummy === undefined) throw new RangeError(`There is no dummy of representation ${vr}`);
  return dummy;
}

/** True for the representation that an attribute must have in a file; pixel values may be signed.
 *  @param vr undefined where the file leaves it to the reader */
export function fitsRow(row: ProfileRow, vr: string | undefined): boolean {
  return vr === undefined || vr === row.vr || (row.vr === 'US' && vr === 'SS');
}
