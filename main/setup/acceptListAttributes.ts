import { LabError } from '../domain/labError.ts';

/** In the stamp of a built binding: one that was built without this is built again. */
export const listAttributesMark = 'list-attributes-1';

const stringCase = 'case TF_ATTR_STRING: {';
const typeCase = 'case TF_ATTR_TYPE: {';

/** tfjs-node's binding with operation attributes that are lists of strings or of types, which TensorFlow's fused
 *  kernels ask for; the original takes single ones only.
 *  @param source of binding/tfjs_backend.cc
 *  @throws LabError 'setup-failed' when the source is another than that of tfjs-node 4.22 */
export function acceptListAttributes(source: string): string {
  for (const place of [stringCase, typeCase]) {
    if (source.split(place).length !== 2) {
      throw new LabError(
        'setup-failed',
        "The source of TensorFlow's binding is not that of tfjs-node 4.22. Run `npm ci` to install it anew.",
      );
    }
  }
  return source.replace(stringCase, stringCase + stringList).replace(typeCase, typeCase + typeList);
}

const lengthOfList = `
      bool is_list = false;
      nstatus = napi_is_array(env, js_value, &is_list);
      ENSURE_NAPI_OK(env, nstatus);
      if (is_list) {
        uint32_t length = 0;
        nstatus = napi_get_array_length(env, js_value, &length);
        ENSURE_NAPI_OK(env, nstatus);`;

const stringList = `${lengthOfList}
        std::vector<std::string> items(length);
        std::vector<const void *> pointers(length);
        std::vector<size_t> lengths(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value item;
          nstatus = napi_get_element(env, js_value, i, &item);
          ENSURE_NAPI_OK(env, nstatus);
          nstatus = GetStringParam(env, item, items[i]);
          ENSURE_NAPI_OK(env, nstatus);
          pointers[i] = items[i].data();
          lengths[i] = items[i].size();
        }
        TFE_OpSetAttrStringList(tfe_op, attr_name, pointers.data(), lengths.data(), static_cast<int>(length));
        break;
      }
`;

const typeList = `${lengthOfList}
        std::vector<TF_DataType> types(length);
        for (uint32_t i = 0; i < length; ++i) {
          napi_value item;
          nstatus = napi_get_element(env, js_value, i, &item);
          ENSURE_NAPI_OK(env, nstatus);
          int32_t type;
          nstatus = napi_get_value_int32(env, item, &type);
          ENSURE_NAPI_OK(env, nstatus);
          types[i] = static_cast<TF_DataType>(type);
        }
        TFE_OpSetAttrTypeList(tfe_op, attr_name, types.data(), static_cast<int>(length));
        break;
      }
`;
