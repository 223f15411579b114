using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using GlmmDsl.Files;

namespace GlmmDsl.Design.Products.Files;

/// <summary>
/// Writes cross-products. JSON: one object with its checksum. Binary, little-endian: the magic number, the version, the length of the object without its blocks,
/// the object, the blocks as raw numbers, and the SHA-256 of all that.
/// </summary>
internal static class ProductFileWriter
{
    /// <summary>The first bytes of the binary form.</summary>
    public static ReadOnlySpan<byte> Magic => "GLMMXPRD"u8;

    /// <summary>Writes JSON.</summary>
    /// <exception cref="ModelDataException">More numbers than JSON may hold.</exception>
    public static void WriteJson(DesignProducts products, Stream stream)
    {
        BlocksEntry blocks = Blocks(products.Blocks);
        long numbers = blocks.Fixed.LongLength + blocks.Diagonal.Concat(blocks.WithFixed).Sum(v => v.LongLength)
            + blocks.Pairs.Sum(p => p.Values.LongLength + p.Columns.LongLength + p.RowStart.LongLength);
        ProductFile file = Entries(products) with { Blocks = blocks };
        using var written = new MemoryStream();
        if (numbers <= FileFrame<ProductFile>.MostBytes / LongestNumber)
        {
            ProductFile.Frame.Write(written, file);
        }

        if (written.Length is 0 or > FileFrame<ProductFile>.MostBytes)
        {
            throw new ModelDataException(FormattableString.Invariant(
                $"These cross-products hold {numbers} numbers, more than the JSON form can hold ({FileFrame<ProductFile>.MostBytes >> 20} MB at most): save them in the binary form, by CrossProducts.Save."));
        }

        written.WriteTo(stream);
    }

    /// <summary>Writes the binary form.</summary>
    public static void WriteBinary(DesignProducts products, Stream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(Entries(products), ProductFileJson.Default.ProductFile);
        Span<byte> lengths = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, ProductFile.CurrentVersion);
        BinaryPrimitives.WriteInt64LittleEndian(lengths[4..], header.Length);
        Write(Magic);
        Write(lengths);
        Write(header);
        BlocksEntry blocks = Blocks(products.Blocks);
        WriteNumbers(blocks.Fixed);
        foreach (double[] values in blocks.Diagonal.Concat(blocks.WithFixed))
        {
            WriteNumbers(values);
        }

        foreach (PairEntry pair in blocks.Pairs)
        {
            WriteWhole(pair.RowStart);
            WriteWhole(pair.Columns);
            WriteNumbers(pair.Values);
        }

        stream.Write(hash.GetHashAndReset());

        void Write(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }

        void WriteNumbers(double[] values)
        {
            var bits = new long[Math.Min(values.Length, Portion)];
            for (int start = 0; start < values.Length; start += bits.Length)
            {
                int count = Math.Min(bits.Length, values.Length - start);
                MemoryMarshal.Cast<double, long>(values.AsSpan(start, count)).CopyTo(bits);
                if (!BitConverter.IsLittleEndian)
                {
                    BinaryPrimitives.ReverseEndianness(bits, bits);
                }

                Write(MemoryMarshal.AsBytes(bits.AsSpan(0, count)));
            }
        }

        void WriteWhole(int[] values)
        {
            var bits = new int[Math.Min(values.Length, Portion)];
            for (int start = 0; start < values.Length; start += bits.Length)
            {
                int count = Math.Min(bits.Length, values.Length - start);
                values.AsSpan(start, count).CopyTo(bits);
                if (!BitConverter.IsLittleEndian)
                {
                    BinaryPrimitives.ReverseEndianness(bits, bits);
                }

                Write(MemoryMarshal.AsBytes(bits.AsSpan(0, count)));
            }
        }
    }

    private const int Portion = 8192;

    /// <summary>Characters of -2.2250738585072014E-308 and a comma.</summary>
    private const int LongestNumber = 25;

    private static ProductFile Entries(DesignProducts products) => new()
    {
        Format = ProductFile.FormatName,
        Version = ProductFile.CurrentVersion,
        Formula = products.Schema.Formula.Terms.Syntax.Text,
        Columns = [.. products.Schema.Columns.Select(c => new ColumnEntry(c.Name, c.Kind, c.IsOrdered, c.Coding, c.Remark))],
        Functions = [.. products.Schema.Functions.Select(f => new FunctionEntry(f.Name, f.Arguments))],
        Weights = products.Schema.Weights,
        IsWeighted = products.IsWeighted,
        RowCount = products.Blocks.RowCount,
        SumLogWeights = products.Blocks.SumLogWeights,
        Fingerprint = [products.Fingerprint.Low, products.Fingerprint.High],
        Tally = new TallyEntry(
            products.Tally.Total, products.Tally.Omitted, products.Tally.Computed, products.Tally.Weightless, [.. products.Tally.Missing], products.Tally.Weights),
        Factors = [.. products.Factors.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => Entry(f.Key, f.Value))],
        FixedColumns = [.. products.FixedColumns.Select(Entry)],
        Groups = [.. products.Groups.Select(g => new GroupEntry(
            g.Key,
            [.. g.Variables.Select(v => Entry("", v))],
            [.. g.Levels.Select(l => l.ToArray())],
            [.. g.RowCounts],
            [.. g.Columns.Select(Entry)],
            products.Unlabelled.Contains(g.Key)))],
        Moments = [.. products.Moments.OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => new MomentsEntry(m.Key, [.. m.Value.Select(v => double.IsFinite(v) ? v : (double?)null)]))],
        ExpressionLevels = [.. products.ExpressionLevels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LevelsEntry(l.Key, [.. l.Value]))],
        FixedOrigins = products.Blocks.Origins.Fixed,
        GroupOrigins = [.. products.Blocks.Origins.Groups],
    };

    private static FactorEntry Entry(string key, FactorLevels levels) =>
        new(key, [.. levels.Labels], [.. levels.RowCounts], levels.IsByValue, levels.IsByText);

    private static ProductEntry Entry(ProductColumn column) =>
        new([.. column.Numbers.Select(n => new NumberEntry(n.Variable, n.Part))], [.. column.Cell.Select(c => new CellEntry(c.Factor, c.Level))]);

    /// <summary>The numbers.</summary>
    internal static BlocksEntry Blocks(CrossProductBlocks blocks)
    {
        var pairs = new List<PairEntry>();
        for (int f = 0; f < blocks.LevelCounts.Length; f++)
        {
            for (int g = f + 1; g < blocks.LevelCounts.Length; g++)
            {
                PairBlocks pair = blocks.Pairs[f, g]!;
                pairs.Add(new PairEntry(pair.RowStart, pair.Columns, pair.Values));
            }
        }

        return new BlocksEntry(blocks.FixedBlock, [.. blocks.Diagonal], [.. blocks.WithFixed], [.. pairs]);
    }
}
