// SPDX-FileCopyrightText: The LayerNorm Explorer authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace layernorm {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t versionAt = magic.size();
constexpr std::size_t headerSizeAt = versionAt + 2;
// What version 1.0 can say; rank 8 takes 200 bytes, so a longer header is damage, not data.
constexpr std::size_t longestHeader = 65535;
constexpr char nativeOrder = std::endian::native == std::endian::little ? '<' : '>';

// ---------------------------------------------------------------------------------------------- header text

struct Header
{
    std::string descr; ///< without quotes; "[" for a structured type
    bool fortranOrder = false;
    std::vector<std::int64_t> extents;
};

/// Reads the Python dictionary. After a failure, `position` and `expected` say where and what.
class HeaderParser
{
public:
    explicit HeaderParser(std::string_view text) : m_text(text) {}

    std::optional<Header> parse();
    [[nodiscard]] std::size_t position() const { return m_position; }
    /// In Python's own words, so that it needs no translation.
    [[nodiscard]] const char* expected() const { return m_expected; }

private:
    struct Field
    {
        std::string_view key;
        const char* quotedKey;
        bool (HeaderParser::*read)();
    };
    static const std::array<Field, 3> fields;

    bool readEntry();
    bool readDescr();
    bool readFortranOrder();
    bool readShape();
    bool readExtent();
    bool readString(std::string_view& content, const char* example);
    bool skipList();

    void skipBlanks()
    {
        m_position = std::min(m_text.find_first_not_of(" \t\r\n", m_position), m_text.size());
    }
    [[nodiscard]] bool nextIs(char symbol);
    bool take(std::string_view word);
    bool require(std::string_view word, const char* example) { return take(word) || miss(example); }
    bool miss(const char* example);

    std::string_view m_text;
    std::size_t m_position = 0;
    const char* m_expected = "";
    Header m_header;
    std::array<bool, 3> m_seen{};
};

const std::array<HeaderParser::Field, 3> HeaderParser::fields{
    Field{"descr", "'descr'", &HeaderParser::readDescr},
    Field{"fortran_order", "'fortran_order'", &HeaderParser::readFortranOrder},
    Field{"shape", "'shape'", &HeaderParser::readShape},
};

std::optional<Header> HeaderParser::parse()
{
    if (!require("{", "{"))
        return std::nullopt;
    while (!nextIs('}')) {
        if (!readEntry() || !(take(",") || nextIs('}') || miss("}")))
            return std::nullopt;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!m_seen[i] && !miss(fields[i].quotedKey))
            return std::nullopt;
    }
    take("}");
    skipBlanks();
    if (m_position != m_text.size() && !miss("\\n"))
        return std::nullopt;
    return std::move(m_header);
}

bool HeaderParser::readEntry()
{
    constexpr const char* keys = "'descr' / 'fortran_order' / 'shape'";
    skipBlanks();
    const std::size_t start = m_position;
    std::string_view key;
    if (!readString(key, keys))
        return false;
    const auto* field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
    const auto index = static_cast<std::size_t>(field - fields.begin());
    // A key given twice is refused: two readers could disagree about which one counts.
    if (field == fields.end() || std::exchange(m_seen[index], true)) {
        m_position = start;
        return miss(keys);
    }
    return require(":", ":") && (this->*field->read)();
}

bool HeaderParser::readDescr()
{
    if (nextIs('[')) {
        m_header.descr = "[";
        return skipList();
    }
    std::string_view descr;
    if (!readString(descr, "'<f4'"))
        return false;
    m_header.descr = descr;
    return true;
}

bool HeaderParser::readFortranOrder()
{
    m_header.fortranOrder = take("True");
    return m_header.fortranOrder || require("False", "True / False");
}

bool HeaderParser::readShape()
{
    if (!require("(", "(2, 3, 4)"))
        return false;
    while (!take(")")) {
        if (!readExtent())
            return false;
        const bool comma = take(",");
        // (3) is a number in Python, and (3,) is a shape.
        if (!comma && (m_header.extents.size() == 1 || !nextIs(')')))
            return miss(",");
    }
    return true;
}

bool HeaderParser::readExtent()
{
    skipBlanks();
    const std::string_view rest = m_text.substr(m_position);
    std::int64_t extent = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), extent);
    if (code == std::errc::invalid_argument)
        return miss("(2, 3, 4)");
    // A number beyond 64 bits stays too large here, for Shape to refuse.
    m_header.extents.push_back(code == std::errc() ? extent : std::numeric_limits<std::int64_t>::max());
    m_position += static_cast<std::size_t>(end - rest.data());
    // Python 2 wrote its long integers as 3L.
    if (m_position < m_text.size() && m_text[m_position] == 'L')
        ++m_position;
    return true;
}

bool HeaderParser::readString(std::string_view& content, const char* example)
{
    skipBlanks();
    const char quote = nextIs('"') ? '"' : '\'';
    const auto end = nextIs(quote) ? m_text.find(quote, m_position + 1) : std::string_view::npos;
    if (end == std::string_view::npos)
        return miss(example);
    content = m_text.substr(m_position + 1, end - m_position - 1);
    m_position = end + 1;
    return true;
}

bool HeaderParser::skipList()
{
    int depth = 0;
    do {
        std::string_view ignored;
        if (nextIs('\'') || nextIs('"')) {
            if (!readString(ignored, "]"))
                return false;
            continue;
        }
        if (m_position == m_text.size())
            return miss("]");
        depth += nextIs('[') ? 1 : 0;
        depth -= nextIs(']') ? 1 : 0;
        ++m_position;
    } while (depth > 0);
    return true;
}

bool HeaderParser::nextIs(char symbol)
{
    skipBlanks();
    return m_position < m_text.size() && m_text[m_position] == symbol;
}

bool HeaderParser::take(std::string_view word)
{
    skipBlanks();
    const bool here = m_text.substr(m_position).starts_with(word);
    m_position += here ? word.size() : 0;
    return here;
}

bool HeaderParser::miss(const char* example)
{
    m_expected = example;
    return false;
}

// ------------------------------------------------------------------------------------------ types and shapes

struct ElementType
{
    DType dtype = DType::Float32;
    bool swapped = false; ///< the other byte order than this machine's
};

struct ForeignType
{
    std::string_view code; ///< as in descr without the byte order; one letter stands for every size of it
    const char* name;
    const char* conversion;
};

constexpr const char* toFloat32 = "array.astype(\"float32\")";
constexpr const char* realToFloat32 = "array.real.astype(\"float32\")";
constexpr const char* toFloat64 = "array.astype(\"float64\")";

constexpr std::array foreignTypes{
    ForeignType{"f2", "float16", toFloat32},
    ForeignType{"f12", "longdouble", toFloat64},
    ForeignType{"f16", "longdouble", toFloat64},
    ForeignType{"i1", "int8", toFloat32},
    ForeignType{"i2", "int16", toFloat32},
    ForeignType{"i4", "int32", toFloat32},
    ForeignType{"i8", "int64", toFloat32},
    ForeignType{"u1", "uint8", toFloat32},
    ForeignType{"u2", "uint16", toFloat32},
    ForeignType{"u4", "uint32", toFloat32},
    ForeignType{"u8", "uint64", toFloat32},
    ForeignType{"b1", "bool", toFloat32},
    ForeignType{"c8", "complex64", realToFloat32},
    ForeignType{"c16", "complex128", realToFloat32},
    ForeignType{"c32", "clongdouble", realToFloat32},
    ForeignType{"O", "object", toFloat32},
    ForeignType{"S", "bytes", toFloat32},
    ForeignType{"U", "str", toFloat32},
    ForeignType{"V", "void", toFloat32},
    ForeignType{"M", "datetime64", toFloat32},
    ForeignType{"m", "timedelta64", toFloat32},
    ForeignType{"[", "structured", "array[\"field\"].astype(\"float32\")"},
};

tl::unexpected<Error> foreignType(const std::string& file, const std::string& descr)
{
    std::string_view code = descr;
    if (code.find_first_of("<>|=") == 0)
        code.remove_prefix(1);
    const auto* known = std::find_if(foreignTypes.begin(), foreignTypes.end(), [&](const ForeignType& type) {
        return type.code == code || (type.code.size() == 1 && code.starts_with(type.code));
    });
    const bool named = known != foreignTypes.end();
    return failure(
        LAYERNORM_SENTENCE("Core", "%1, header: the values have the type %2, and only float32 and float64 are "
                           "read; save %3"),
        {file, named ? known->name : "'" + descr + "'", named ? known->conversion : toFloat32});
}

Result<ElementType> elementType(const std::string& file, const std::string& descr)
{
    struct Known
    {
        std::string_view descr;
        DType dtype;
    };
    static constexpr std::array known{Known{"<f4", DType::Float32}, Known{">f4", DType::Float32},
                                      Known{"<f8", DType::Float64}, Known{">f8", DType::Float64}};
    const auto* type =
        std::find_if(known.begin(), known.end(), [&](const Known& k) { return k.descr == descr; });
    if (type == known.end())
        return foreignType(file, descr);
    return ElementType{type->dtype, descr.front() != nativeOrder};
}

Result<Shape> shapeOf(const std::string& file, std::vector<std::int64_t> extents)
{
    if (extents.empty())
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, header: the shape () is a single number without a dimension; save "
                               "array.reshape(1)"),
            {file});
    return Shape::make(std::move(extents)).map_error([&](const Error& error) {
        return Error{LAYERNORM_SENTENCE("Core", "%1, header: %2"), {file, error.text()}};
    });
}

// --------------------------------------------------------------------------------------------------- reading

/// A file that is read once from front to back; `size` is what it had when it was opened.
struct Source
{
    std::string name;
    std::ifstream stream;
    std::uintmax_t size = 0;
    std::uintmax_t position = 0;

    [[nodiscard]] std::uintmax_t remaining() const { return size - position; }
    /// False when the file has fewer bytes than it had, or cannot be read.
    bool read(std::span<std::byte> bytes);
};

bool Source::read(std::span<std::byte> bytes)
{
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    position += bytes.size();
    return static_cast<std::size_t>(stream.gcount()) == bytes.size();
}

tl::unexpected<Error> cannotRead(const std::string& file, const std::error_code& reason)
{
    return failure(LAYERNORM_SENTENCE("Core", "%1 cannot be read: %2; check the name and that you may open it"),
                   {file, reason.message()});
}

tl::unexpected<Error> cutShort(const Source& source)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1 ends at byte %2, inside its header; copy or save it again, it is cut short"),
        {source.name, std::to_string(source.size)});
}

tl::unexpected<Error> changedMeanwhile(const Source& source)
{
    return failure(
        LAYERNORM_SENTENCE("Core", "%1 could not be read to its end at byte %2; try again when nothing else "
                           "writes it"),
        {source.name, std::to_string(source.size)});
}

Result<Source> openSource(const fs::path& file)
{
    std::error_code reason;
    const fs::file_status status = fs::status(file, reason);
    if (status.type() == fs::file_type::not_found)
        return failure(LAYERNORM_SENTENCE("Core", "%1 does not exist; check the name and the folder"),
                       {file.string()});
    if (status.type() == fs::file_type::directory)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is a folder; name a .npy file"), {file.string()});
    if (!reason && status.type() != fs::file_type::regular)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is no ordinary file; copy its contents into one"),
                       {file.string()});
    Source source{file.string(), {}, 0, 0};
    if (!reason)
        source.size = fs::file_size(file, reason);
    if (reason)
        return cannotRead(source.name, reason);
    source.stream.open(file, std::ios::binary);
    if (!source.stream)
        return cannotRead(source.name, std::error_code(errno, std::generic_category()));
    if (source.size == 0)
        return failure(LAYERNORM_SENTENCE("Core", "%1 is empty; save the array into it again with numpy.save"),
                       {source.name});
    return source;
}

struct Version
{
    unsigned major = 0;
    unsigned minor = 0;
};

Result<Version> readVersion(Source& source)
{
    std::array<std::byte, headerSizeAt> start{};
    const auto available = std::min<std::uintmax_t>(source.size, start.size());
    if (!source.read(std::span(start).first(available)))
        return changedMeanwhile(source);
    const std::string_view text(reinterpret_cast<const char*>(start.data()), available);
    const std::string_view beginning = text.substr(0, magic.size());
    if (beginning != magic.substr(0, beginning.size()))
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte 0: this does not begin as a .npy file; write it with numpy.save"),
            {source.name});
    if (available < start.size())
        return cutShort(source);
    const Version version{std::to_integer<unsigned>(start[versionAt]),
                          std::to_integer<unsigned>(start[versionAt + 1])};
    if (version.major < 1 || version.major > 3 || version.minor != 0)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte 6: version %2 of the format is unknown; save it again with "
                               "numpy.save, which writes 1.0"),
            {source.name, std::to_string(version.major) + "." + std::to_string(version.minor)});
    return version;
}

Result<std::size_t> readHeaderSize(Source& source, Version version)
{
    std::array<std::byte, 4> bytes{};
    const std::size_t width = version.major == 1 ? 2 : 4;
    if (source.remaining() < width)
        return cutShort(source);
    if (!source.read(std::span(bytes).first(width)))
        return changedMeanwhile(source);
    std::size_t size = 0;
    for (std::size_t i = width; i-- > 0;)
        size = size << 8 | std::to_integer<std::size_t>(bytes[i]);
    if (size > longestHeader)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte 8: a header of %2 bytes is not one of an array of numbers; save "
                               "the array again with numpy.save"),
            {source.name, std::to_string(size)});
    if (size > source.remaining())
        return cutShort(source);
    return size;
}

Result<Header> readHeader(Source& source)
{
    const Result<Version> version = readVersion(source);
    if (!version)
        return tl::unexpected(version.error());
    const Result<std::size_t> size = readHeaderSize(source, *version);
    if (!size)
        return tl::unexpected(size.error());
    const std::uintmax_t start = source.position;
    std::string text(*size, '\0');
    if (!source.read(std::as_writable_bytes(std::span(text))))
        return changedMeanwhile(source);
    HeaderParser parser(text);
    if (std::optional<Header> header = parser.parse())
        return *std::move(header);
    return failure(
        LAYERNORM_SENTENCE("Core", "%1, header, byte %2: %3 belongs here; save the array again with numpy.save"),
        {source.name, std::to_string(start + parser.position()), parser.expected()});
}

void swapBytes(std::span<std::byte> bytes, std::size_t width)
{
    for (; !bytes.empty(); bytes = bytes.subspan(width))
        std::reverse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(width));
}

/// Elements that lie with the first extent contiguous, put into row-major order.
template <typename T>
std::vector<T> rowMajor(const std::vector<T>& columnMajor, const Shape& shape)
{
    const auto rank = static_cast<std::size_t>(shape.rank());
    const std::vector<std::int64_t>& extents = shape.extents();
    std::vector<std::int64_t> strides(rank, 1);
    for (std::size_t axis = 1; axis < rank; ++axis)
        strides[axis] = strides[axis - 1] * extents[axis - 1];

    std::vector<T> ordered;
    ordered.reserve(columnMajor.size());
    std::vector<std::int64_t> indices(rank, 0);
    std::int64_t from = 0;
    while (ordered.size() < columnMajor.size()) {
        ordered.push_back(columnMajor[static_cast<std::size_t>(from)]);
        for (std::size_t axis = rank; axis-- > 0;) {
            from += strides[axis];
            if (++indices[axis] < extents[axis])
                break;
            from -= strides[axis] * std::exchange(indices[axis], 0);
        }
    }
    return ordered;
}

/// Nothing is allocated before the file has proved to be as long as the header says.
Result<void> requireData(const Source& source, std::uintmax_t promised)
{
    if (source.remaining() < promised)
        return failure(LAYERNORM_SENTENCE("Core", "%1 ends at byte %2, after %3 of the %4 bytes of values its header "
                                          "promises; copy or save it again, it is cut short"),
                       {source.name, std::to_string(source.size), std::to_string(source.remaining()),
                        std::to_string(promised)});
    if (source.remaining() > promised)
        return failure(
            LAYERNORM_SENTENCE("Core", "%1, byte %2: %3 bytes follow after the values its header promises; save "
                               "the array again with numpy.save"),
            {source.name, std::to_string(source.position + promised),
             std::to_string(source.remaining() - promised)});
    return {};
}

Result<Tensor> readValues(Source& source, const Shape& shape, ElementType type, bool fortranOrder)
{
    const std::size_t width = sizeOf(type.dtype);
    const Result<void> enough = requireData(source, static_cast<std::uintmax_t>(shape.elements()) * width);
    if (!enough)
        return tl::unexpected(enough.error());
    Tensor tensor(shape, type.dtype);
    if (!source.read(tensor.bytes()))
        return changedMeanwhile(source);
    if (type.swapped)
        swapBytes(tensor.bytes(), width);
    if (fortranOrder)
        tensor.visit([&](auto& values) { values = rowMajor(values, shape); });
    return tensor;
}

// --------------------------------------------------------------------------------------------------- writing

std::error_code systemError()
{
    return {errno, std::generic_category()};
}

/// A new content for a file, written beside it and put in its place as a whole, or not at all.
class FileReplacement
{
public:
    explicit FileReplacement(const fs::path& file);
    ~FileReplacement();
    FileReplacement(const FileReplacement&) = delete;
    FileReplacement& operator=(const FileReplacement&) = delete;

    std::error_code open();
    std::error_code write(std::span<const std::byte> bytes);
    std::error_code commit();

private:
    std::error_code openPart();
    std::error_code keepMode();

    fs::path m_target;
    fs::path m_part;
    int m_descriptor = -1;
};

FileReplacement::FileReplacement(const fs::path& file) : m_target(file)
{
    // Through a link to the file itself, or the rename would replace the link.
    std::error_code missing;
    const fs::path resolved = fs::canonical(file, missing);
    if (!missing)
        m_target = resolved;
}

FileReplacement::~FileReplacement()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_part.empty())
        ::unlink(m_part.c_str());
}

std::error_code FileReplacement::open()
{
    std::error_code reason;
    const fs::file_type type = fs::status(m_target, reason).type();
    if (type == fs::file_type::not_found)
        return openPart();
    if (reason)
        return reason;
    if (type == fs::file_type::directory)
        return std::make_error_code(std::errc::is_a_directory);
    // A rename would put a file where a device or a pipe was.
    if (type != fs::file_type::regular)
        return std::make_error_code(std::errc::not_supported);
    // A rename asks only for the folder's permission; a write-protected file says that it is to stay.
    if (::access(m_target.c_str(), W_OK) != 0)
        return systemError();
    const std::error_code opened = openPart();
    return opened ? opened : keepMode();
}

std::error_code FileReplacement::openPart()
{
    static std::atomic<unsigned> counter = 0;
    constexpr mode_t readWriteLessUmask = 0666;
    while (true) {
        // A short name of its own: the target's may be as long as a name can be.
        const std::string name = ".layernorm-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
        const fs::path part = m_target.parent_path() / name;
        m_descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readWriteLessUmask);
        if (m_descriptor >= 0)
            m_part = part;
        if (m_descriptor >= 0 || errno != EEXIST)
            return m_descriptor >= 0 ? std::error_code() : systemError();
    }
}

std::error_code FileReplacement::keepMode()
{
    constexpr mode_t permissions = 0777;
    struct stat status = {};
    if (::stat(m_target.c_str(), &status) != 0 || ::fchmod(m_descriptor, status.st_mode & permissions) != 0)
        return systemError();
    return {};
}

std::error_code FileReplacement::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return systemError();
        if (written > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

std::error_code FileReplacement::commit()
{
    // Network file systems report a full disk as late as here.
    if (::fsync(m_descriptor) != 0)
        return systemError();
    if (::close(std::exchange(m_descriptor, -1)) != 0)
        return systemError();
    if (::rename(m_part.c_str(), m_target.c_str()) != 0)
        return systemError();
    m_part.clear();
    return {};
}

std::string pythonTuple(const Shape& shape)
{
    std::string text = "(";
    for (const std::int64_t extent : shape.extents())
        text += (text.size() == 1 ? "" : ", ") + std::to_string(extent);
    return text + (shape.rank() == 1 ? ",)" : ")");
}

/// Everything before the values, byte for byte as numpy.save writes it.
std::string headerText(const Tensor& tensor)
{
    constexpr std::size_t alignment = 64;
    constexpr std::size_t headerAt = headerSizeAt + 2;
    std::string dictionary = std::string("{'descr': '") + nativeOrder + "f" +
                             std::to_string(sizeOf(tensor.dtype())) +
                             "', 'fortran_order': False, 'shape': " + pythonTuple(tensor.shape()) + ", }";
    const std::size_t unpadded = headerAt + dictionary.size() + 1;
    dictionary.append((alignment - unpadded % alignment) % alignment, ' ');
    dictionary += '\n';

    std::string text(magic);
    text += {'\x01', '\x00'};
    text += {static_cast<char>(dictionary.size() & 0xff), static_cast<char>(dictionary.size() >> 8)};
    return text + dictionary;
}

std::error_code replaceFile(const fs::path& file, std::string_view header, std::span<const std::byte> values)
{
    FileReplacement replacement(file);
    if (const std::error_code reason = replacement.open())
        return reason;
    if (const std::error_code reason = replacement.write(std::as_bytes(std::span(header))))
        return reason;
    if (const std::error_code reason = replacement.write(values))
        return reason;
    return replacement.commit();
}

} // namespace

Result<Tensor> readNpy(const fs::path& file)
{
    Result<Source> source = openSource(file);
    if (!source)
        return tl::unexpected(source.error());
    const Result<Header> header = readHeader(*source);
    if (!header)
        return tl::unexpected(header.error());
    const Result<ElementType> type = elementType(source->name, header->descr);
    if (!type)
        return tl::unexpected(type.error());
    const Result<Shape> shape = shapeOf(source->name, header->extents);
    if (!shape)
        return tl::unexpected(shape.error());
    return readValues(*source, *shape, *type, header->fortranOrder);
}

Result<void> writeNpy(const fs::path& file, const Tensor& tensor)
{
    if (const std::error_code reason = replaceFile(file, headerText(tensor), tensor.bytes()))
        return failure(
            LAYERNORM_SENTENCE("Core", "%1 cannot be written: %2; nothing was changed, choose another place or "
                               "mend this one"),
            {file.string(), reason.message()});
    return {};
}

} // namespace layernorm
