// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/base64.h"
#include "core/io/json_reader.h"
#include "core/io/number_text.h"
#include "core/io/project_file.h"
#include "core/io/project_format.h"
#include "core/norm/layer_norm.h"
#include "core/reference/libraries.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

namespace layernorm {

namespace {

/// The whole of `text` as a number of type T.
template <typename T>
std::errc parseWhole(std::string_view text, T& value, int base = 10)
{
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return end == text.data() + text.size() ? code : std::errc::invalid_argument;
}

/// What `values` holds as texts: nan, inf, -inf, and nan:7fc00001 for a NaN with these bits.
template <typename T>
std::optional<T> namedValue(std::string_view text)
{
    using Bits = project_format::BitsOf<T>;
    if (text == project_format::nan)
        return std::bit_cast<T>(project_format::usualNan<T>);
    if (text == project_format::infinity)
        return std::numeric_limits<T>::infinity();
    if (text == project_format::minusInfinity)
        return -std::numeric_limits<T>::infinity();
    if (!text.starts_with(project_format::nanWithBits))
        return std::nullopt;
    text.remove_prefix(project_format::nanWithBits.size());
    Bits bits = 0;
    if (text.size() != 2 * sizeof(T) || parseWhole(text, bits, 16) != std::errc())
        return std::nullopt;
    const T value = std::bit_cast<T>(bits);
    return std::isnan(value) ? std::optional(value) : std::nullopt;
}

/// Reads the values of a document from where they stand, in an order of its own: what a value must fit comes
/// first.
class ProjectParser
{
public:
    ProjectParser(std::string_view text, const std::string& name) : m_reader(text, name) {}

    Result<Project> parse();

private:
    struct Field {
        std::string_view key;
        bool required;
        bool (ProjectParser::*read)();
    };
    static const std::array<Field, 15> fields;

    bool readFields();
    bool readFormat();
    bool readVersion();
    bool readInput() { return readTensor(m_project.input); }
    bool readLabels();
    bool readNormalizedDims();
    bool readGamma() { return readTensor(m_project.gamma) && checkAffine(m_project.gamma); }
    bool readBeta() { return readTensor(m_project.beta) && checkAffine(m_project.beta); }
    bool readAffine();
    bool readEps();
    bool readSeed() { return readWhole(m_project.seed, "0 ... 18446744073709551615"); }
    bool readSource() { return readText(m_project.source); }
    bool readLibrary();
    bool readPage() { return readText(m_project.page); }
    bool readSelection();
    bool readNotes() { return readText(m_project.notes); }

    struct TensorPlaces {
        std::size_t start = 0;
        std::size_t dtype = 0;
        std::size_t shape = 0;
        std::size_t values = 0;
        std::size_t base64 = 0;
    };
    bool readTensor(Tensor& tensor);
    bool locateTensor(TensorPlaces& places);
    bool readDType(DType& dtype);
    bool readShape(std::optional<Shape>& shape);
    bool readValues(const Shape& shape, DType dtype, Tensor& tensor);
    template <typename T>
    bool readsAll(std::size_t count);
    template <typename T>
    bool readValue(T& value);
    bool readBase64(const Shape& shape, DType dtype, Tensor& tensor);
    bool checkAffine(const Tensor& tensor);

    bool readText(std::string& value) { return m_reader.readText(value) || wrong("\"\""); }
    template <typename T>
    bool readWhole(T& value, const char* examples);

    /// To the value of a key; `m_key` is its name in errors.
    void enter(std::string key, std::size_t offset);
    bool missing(std::string_view key, std::size_t objectAt);
    /// The value of the current key is not like `examples`, which are in JSON's own words.
    bool wrong(const char* examples);
    /// `error` of another part of the core, at the value of the current key.
    bool refuse(const Error& error);
    bool failHere(const char* sentence, std::vector<std::string> more);
    [[nodiscard]] std::int64_t rows() const;

    JsonReader m_reader;
    Project m_project;
    std::string m_key;
    std::size_t m_valueAt = 0;
};

// In the order of reading. A newer version is told of before anything else can look wrong.
const std::array<ProjectParser::Field, 15> ProjectParser::fields{
    Field{"format", true, &ProjectParser::readFormat},
    Field{"version", true, &ProjectParser::readVersion},
    Field{"input", true, &ProjectParser::readInput},
    Field{"labels", false, &ProjectParser::readLabels},
    Field{"normalized_dims", true, &ProjectParser::readNormalizedDims},
    Field{"gamma", true, &ProjectParser::readGamma},
    Field{"beta", true, &ProjectParser::readBeta},
    Field{"affine", true, &ProjectParser::readAffine},
    Field{"eps", true, &ProjectParser::readEps},
    Field{"seed", true, &ProjectParser::readSeed},
    Field{"source", false, &ProjectParser::readSource},
    Field{"library", true, &ProjectParser::readLibrary},
    Field{"page", false, &ProjectParser::readPage},
    Field{"selection", false, &ProjectParser::readSelection},
    Field{"notes", false, &ProjectParser::readNotes},
};

Result<Project> ProjectParser::parse()
{
    if (readFields())
        return std::move(m_project);
    return tl::unexpected(*m_reader.error());
}

bool ProjectParser::readFields()
{
    std::array<std::string_view, fields.size()> keys;
    std::array<std::size_t, fields.size()> offsets{};
    std::transform(fields.begin(), fields.end(), keys.begin(), [](const Field& field) { return field.key; });
    const bool isObject = m_reader.kind() == JsonReader::Kind::Object;
    const std::size_t start = m_reader.offset();
    if (!isObject)
        return m_reader.fail(start,
                             LAYERNORM_SENTENCE("Core", "%1, byte %2: no document of this program begins "
                                                        "here; open a .lnx file that it has saved"));
    if (!m_reader.locate(keys, offsets) || !m_reader.finish())
        return false;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (offsets[i] == JsonReader::nowhere && !fields[i].required)
            continue;
        if (offsets[i] == JsonReader::nowhere)
            return missing(fields[i].key, start);
        enter(std::string(fields[i].key), offsets[i]);
        if (!(this->*fields[i].read)())
            return false;
    }
    return true;
}

// ---------------------------------------------------------------------------------------------------- errors

void ProjectParser::enter(std::string key, std::size_t offset)
{
    m_key = std::move(key);
    m_valueAt = offset;
    m_reader.moveTo(offset);
}

bool ProjectParser::missing(std::string_view key, std::size_t objectAt)
{
    return m_reader.fail(objectAt,
                         LAYERNORM_SENTENCE("Core",
                                            "%1, byte %2: the key \"%3\" is missing in the object that "
                                            "begins here; add it or open another copy"),
                         {std::string(key)});
}

bool ProjectParser::failHere(const char* sentence, std::vector<std::string> more)
{
    more.insert(more.begin(), m_key);
    return m_reader.fail(m_valueAt, sentence, std::move(more));
}

bool ProjectParser::wrong(const char* examples)
{
    return failHere(LAYERNORM_SENTENCE("Core",
                                       "%1, byte %2: the value of \"%3\" must be like %4; correct it in "
                                       "a text editor or open another copy"),
                    {examples});
}

bool ProjectParser::refuse(const Error& error)
{
    return failHere(LAYERNORM_SENTENCE("Core", "%1, byte %2: \"%3\": %4"), {error.text()});
}

// ------------------------------------------------------------------------------------------------ the fields

bool ProjectParser::readFormat()
{
    std::string format;
    if (!m_reader.readText(format) || format != project_format::name)
        return wrong("\"layernorm-explorer\"");
    return true;
}

bool ProjectParser::readVersion()
{
    std::uint64_t version = 0;
    if (!readWhole(version, "1"))
        return false;
    if (version > project_format::version)
        return failHere(LAYERNORM_SENTENCE("Core",
                                           "%1, byte %2: a newer version of this program has saved the "
                                           "document in version %4 of its format, and this one reads "
                                           "up to %5; open it with a newer LayerNorm Explorer"),
                        {std::to_string(version), std::to_string(project_format::version)});
    return version >= 1 || wrong("1");
}

bool ProjectParser::readLabels()
{
    constexpr const char* examples = "[\"the\", \"cat\"]";
    if (m_reader.kind() != JsonReader::Kind::Array)
        return wrong(examples);
    const std::size_t count = m_reader.countItems();
    if (count != 0 && count != static_cast<std::size_t>(rows()))
        return failHere(LAYERNORM_SENTENCE("Core",
                                           "%1, byte %2: there are %4 labels for %5 tokens; give one a "
                                           "token or none"),
                        {std::to_string(count), std::to_string(rows())});
    // A word takes more room in memory than in the file: before any gets it, all are read.
    const std::size_t start = m_reader.offset();
    std::string word;
    m_reader.beginArray();
    for (std::size_t i = 0; i < count; ++i)
        if (!m_reader.nextItem() || !m_reader.readText(word))
            return wrong(examples);
    m_reader.moveTo(start);
    m_project.labels.resize(count);
    m_reader.beginArray();
    for (std::string& label : m_project.labels) {
        if (!m_reader.nextItem() || !m_reader.readText(label))
            return wrong(examples);
    }
    return true;
}

bool ProjectParser::readNormalizedDims()
{
    const int rank = m_project.input.shape().rank();
    if (!readWhole(m_project.normalizedDims, "1"))
        return false;
    if (m_project.normalizedDims >= 1 && m_project.normalizedDims <= rank)
        return true;
    return failHere(
        LAYERNORM_SENTENCE("Core", "%1, byte %2: \"%3\" is %4, which does not fit the shape %5; "
                                   "write 1 to %6"),
        {std::to_string(m_project.normalizedDims), m_project.input.shape().text(), std::to_string(rank)});
}

bool ProjectParser::readAffine()
{
    return m_reader.readTruth(m_project.affine) || wrong("true / false");
}

bool ProjectParser::readEps()
{
    std::string_view written;
    if (!m_reader.readNumber(written))
        return wrong("1e-05");
    const Result<double> eps = parseNumber(written, DType::Float64);
    if (!eps)
        return refuse(eps.error());
    m_project.eps = *eps;
    const Result<void> allowed = checkEps(m_project.eps);
    return allowed || refuse(allowed.error());
}

bool ProjectParser::readLibrary()
{
    if (m_reader.readText(m_project.library) && project_format::isLibrary(m_project.library))
        return true;
    std::string known;
    for (const ReferenceLibrary& library : referenceLibraries())
        known += "\"" + std::string(library.id) + "\" / ";
    known += "\"" + std::string(project_format::noLibrary) + "\"";
    return wrong(known.c_str());
}

bool ProjectParser::readSelection()
{
    if (m_reader.kind() != JsonReader::Kind::Array || m_reader.countItems() != 2)
        return wrong("[0, 0]");
    m_reader.beginArray();
    for (std::int64_t* place : {&m_project.row, &m_project.column}) {
        if (!m_reader.nextItem() || !readWhole(*place, "[0, 0]"))
            return false;
    }
    const std::int64_t columns = m_project.input.shape()[-1];
    const bool inside =
        m_project.row >= 0 && m_project.row < rows() && m_project.column >= 0 && m_project.column < columns;
    return inside ||
           failHere(LAYERNORM_SENTENCE("Core",
                                       "%1, byte %2: the selected cell %4 lies outside of the %5 rows "
                                       "and %6 columns of the input; write [0, 0]"),
                    {"[" + std::to_string(m_project.row) + ", " + std::to_string(m_project.column) + "]",
                     std::to_string(rows()), std::to_string(columns)});
}

std::int64_t ProjectParser::rows() const
{
    return m_project.input.elements() / m_project.input.shape()[-1];
}

template <typename T>
bool ProjectParser::readWhole(T& value, const char* examples)
{
    std::string_view written;
    return (m_reader.readNumber(written) && parseWhole(written, value) == std::errc()) || wrong(examples);
}

// --------------------------------------------------------------------------------------------------- tensors

bool ProjectParser::readTensor(Tensor& tensor)
{
    const std::string key = m_key;
    TensorPlaces places;
    if (!locateTensor(places))
        return false;
    DType dtype{};
    std::optional<Shape> shape;
    enter(key + ".dtype", places.dtype);
    if (!readDType(dtype))
        return false;
    enter(key + ".shape", places.shape);
    if (!readShape(shape))
        return false;
    const bool inNumbers = places.values != JsonReader::nowhere;
    enter(key + (inNumbers ? ".values" : ".base64"), inNumbers ? places.values : places.base64);
    if (!(inNumbers ? readValues(*shape, dtype, tensor) : readBase64(*shape, dtype, tensor)))
        return false;
    m_key = key;
    m_valueAt = places.start;
    return true;
}

bool ProjectParser::locateTensor(TensorPlaces& places)
{
    static constexpr std::array<std::string_view, 4> keys{"dtype", "shape", "values", "base64"};
    std::array<std::size_t, keys.size()> offsets{};
    if (!m_reader.locate(keys, offsets))
        return wrong(R"({"dtype": "float32", "shape": [2], "values": [0.5, -1.0]})");
    places = {m_valueAt, offsets[0], offsets[1], offsets[2], offsets[3]};
    if (places.dtype == JsonReader::nowhere || places.shape == JsonReader::nowhere)
        return missing(m_key + (places.dtype == JsonReader::nowhere ? ".dtype" : ".shape"), m_valueAt);
    if (places.values == JsonReader::nowhere && places.base64 == JsonReader::nowhere)
        return missing(m_key + ".values", m_valueAt);
    if (places.values == JsonReader::nowhere || places.base64 == JsonReader::nowhere)
        return true;
    return failHere(LAYERNORM_SENTENCE("Core",
                                       "%1, byte %2: \"%3\" has both \"values\" and \"base64\"; remove "
                                       "one of the two in a text editor"),
                    {});
}

bool ProjectParser::readDType(DType& dtype)
{
    std::string written;
    const Result<DType> read = m_reader.readText(written) ? parseDType(written) : failure("");
    dtype = read.value_or(DType::Float32);
    return read || wrong("\"float32\" / \"float64\"");
}

bool ProjectParser::readShape(std::optional<Shape>& shape)
{
    constexpr const char* examples = "[2, 3, 4]";
    if (m_reader.kind() != JsonReader::Kind::Array)
        return wrong(examples);
    const std::size_t rank = m_reader.countItems();
    if (rank > Shape::maxRank)
        return wrong("[1, 2, 3, 4, 5, 6, 7, 8]");
    std::vector<std::int64_t> extents(rank);
    m_reader.beginArray();
    for (std::int64_t& extent : extents) {
        std::string_view written;
        if (!m_reader.nextItem() || !m_reader.readNumber(written))
            return wrong(examples);
        const std::errc code = parseWhole(written, extent);
        if (code == std::errc::invalid_argument)
            return wrong(examples);
        // A number beyond 64 bits stays too large, or too small, for Shape to refuse.
        if (code == std::errc::result_out_of_range)
            extent = written.front() == '-' ? -1 : std::numeric_limits<std::int64_t>::max();
    }
    const Result<Shape> made = Shape::make(std::move(extents));
    if (!made)
        return refuse(made.error());
    shape = *made;
    return true;
}

bool ProjectParser::readValues(const Shape& shape, DType dtype, Tensor& tensor)
{
    if (m_reader.kind() != JsonReader::Kind::Array)
        return wrong("[0.5, -1.0]");
    // Before a tensor of that size is made.
    const std::size_t count = m_reader.countItems();
    if (count != static_cast<std::size_t>(shape.elements()))
        return failHere(LAYERNORM_SENTENCE("Core",
                                           "%1, byte %2: \"%3\" has %4 values, and the shape %5 takes "
                                           "%6; correct one of them or open another copy"),
                        {std::to_string(count), shape.text(), std::to_string(shape.elements())});
    // A number of one digit takes more room in memory than in the file: before any gets it, all are read.
    const std::size_t start = m_reader.offset();
    if (!(dtype == DType::Float32 ? readsAll<float>(count) : readsAll<double>(count)))
        return false;
    m_reader.moveTo(start);
    tensor = Tensor(shape, dtype);
    m_reader.beginArray();
    return tensor.visit([this](auto values) {
        return std::all_of(values.begin(), values.end(),
                           [this](auto& value) { return this->readValue(value); });
    });
}

/// Keeps nothing of the array that comes next.
template <typename T>
bool ProjectParser::readsAll(std::size_t count)
{
    m_reader.beginArray();
    T value = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (!readValue(value))
            return false;
    return true;
}

template <typename T>
bool ProjectParser::readValue(T& value)
{
    constexpr DType dtype = std::is_same_v<T, float> ? DType::Float32 : DType::Float64;
    if (!m_reader.nextItem())
        return false;
    m_valueAt = m_reader.offset();
    std::string_view written;
    if (m_reader.readNumber(written)) {
        const Result<double> number = parseNumber(written, dtype);
        value = static_cast<T>(number.value_or(0));
        return number || refuse(number.error());
    }
    const bool isText = m_reader.readWrittenText(written);
    const std::optional<T> named = isText ? namedValue<T>(written) : std::nullopt;
    value = named.value_or(T(0));
    return named ||
           wrong(dtype == DType::Float32 ? R"(0.5 / "nan" / "inf" / "-inf" / "nan:7fc00001")"
                                         : R"(0.5 / "nan" / "inf" / "-inf" / "nan:7ff8000000000001")");
}

bool ProjectParser::readBase64(const Shape& shape, DType dtype, Tensor& tensor)
{
    std::string_view written;
    if (!m_reader.readWrittenText(written))
        return wrong("\"AAAAPwAAgL8=\"");
    const std::size_t length = base64Length(static_cast<std::size_t>(shape.elements()) * sizeOf(dtype));
    if (written.size() != length)
        return failHere(LAYERNORM_SENTENCE("Core",
                                           "%1, byte %2: \"%3\" has %4 characters, and the shape %5 in "
                                           "%6 takes %7; the file is cut short or changed, open "
                                           "another copy"),
                        {std::to_string(written.size()), shape.text(), name(dtype), std::to_string(length)});
    tensor = Tensor(shape, dtype);
    std::size_t wrongAt = 0;
    if (decodeBase64(written, tensor.bytes(), wrongAt))
        return true;
    m_valueAt += 1 + wrongAt;
    return failHere(LAYERNORM_SENTENCE("Core",
                                       "%1, byte %2: the base64 of \"%3\" is damaged here; open another "
                                       "copy"),
                    {});
}

/// Gamma and beta have one value for each normalised one, of the input's type.
bool ProjectParser::checkAffine(const Tensor& tensor)
{
    const Tensor& input = m_project.input;
    const Shape wanted = input.shape().trailing(m_project.normalizedDims);
    if (tensor.shape() == wanted && tensor.dtype() == input.dtype())
        return true;
    return failHere(LAYERNORM_SENTENCE("Core",
                                       "%1, byte %2: \"%3\" is %4 in %5, and the input takes %6 in %7; "
                                       "correct it or open another copy"),
                    {tensor.shape().text(), name(tensor.dtype()), wanted.text(), name(input.dtype())});
}

} // namespace

Result<Project> parseProject(std::string_view text, const std::string& name)
{
    return ProjectParser(text, name).parse();
}

} // namespace layernorm
