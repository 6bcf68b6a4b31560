/** How OpenSeadragon shows a slide: without its own buttons, moved the way the program moves. Plain data, so that a
 *  bare OpenSeadragon can be measured with the same. */
export const viewerSettings = {
  // the window's own canvas: nothing to compile, and the same pixels with and without a graphics card
  drawer: 'canvas',
  showNavigationControl: false,
  showNavigator: true,
  navigatorPosition: 'BOTTOM_RIGHT',
  navigatorSizeRatio: 0.16,
  navigatorMaintainSizeRatio: true,
  navigatorOpacity: 1,
  // where one is stays in sight while one works beside the picture
  navigatorAutoFade: false,
  animationTime: 0.35,
  springStiffness: 9,
  zoomPerScroll: 1.35,
  maxZoomPixelRatio: 4,
  minZoomImageRatio: 0.8,
  visibilityRatio: 0.4,
  immediateRender: true,
  imageLoaderLimit: 6,
  maxImageCacheCount: 400,
  gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true, flickEnabled: false },
} as const;
