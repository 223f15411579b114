using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GlmmDsl.Design.Products.Files;

/// <summary>
/// Reads cross-products. Memory is taken as bytes arrive, never because a file says how many will follow: a file can cost no more than a few times
/// its own length, and JSON, whose length is known only at its end, is read up to a limit (<see cref="GlmmDsl.Files.FileFrame{T}"/>).
/// </summary>
internal static class ProductFileReader
{
    private const int Portion = 1 << 16;

    /// <summary>Reads either form, told apart by the first byte.</summary>
    /// <exception cref="InvalidDataException">No cross-products, another version, or damaged.</exception>
    public static DesignProducts Read(Stream stream)
    {
        try
        {
            using var input = new Input(stream);
            byte[] start = input.Bytes(1);
            return start[0] == ProductFileWriter.Magic[0] ? Binary(input) : Json(start[0], stream);
        }
        catch (Exception e) when (e is FormulaException or ModelDataException or OverflowException)
        {
            throw Damaged(e.Message, e);
        }
    }

    private static InvalidDataException Damaged(string reason, Exception? inner = null) => ProductFile.Frame.Damaged(reason, inner);

    private static DesignProducts Json(byte start, Stream stream)
    {
        ProductFile file = ProductFile.Frame.Read(stream, start);
        return ProductFileCheck.Products(file, file.Blocks ?? throw Damaged("the blocks are missing"));
    }

    private static DesignProducts Binary(Input input)
    {
        if (!input.Bytes(ProductFileWriter.Magic.Length - 1).AsSpan().SequenceEqual(ProductFileWriter.Magic[1..]))
        {
            throw Damaged("the first bytes belong to a different format");
        }

        ProductFile.Frame.RequireVersion(BinaryPrimitives.ReadInt32LittleEndian(input.Bytes(4)));
        byte[] header = input.Bytes(BinaryPrimitives.ReadInt64LittleEndian(input.Bytes(8)));
        ProductFile file = ProductFile.Frame.Parse(header);
        (long[] levels, long[] widths, long width) = ProductFileCheck.Sizes(file);
        double[] fixedBlock = input.Numbers(checked(width * width));
        double[][] diagonal = [.. levels.Zip(widths, (q, k) => input.Numbers(checked(q * k * k)))];
        double[][] withFixed = [.. levels.Zip(widths, (q, k) => input.Numbers(checked(q * k * width)))];
        var pairs = new List<PairEntry>();
        for (int f = 0; f < levels.Length; f++)
        {
            for (int g = f + 1; g < levels.Length; g++)
            {
                int[] rowStart = input.Whole(levels[f] + 1);
                int[] columns = input.Whole(rowStart[^1]);
                pairs.Add(new PairEntry(rowStart, columns, input.Numbers(checked(columns.Length * widths[f] * widths[g]))));
            }
        }

        input.CheckHash();
        return ProductFileCheck.Products(file, new BlocksEntry(fixedBlock, diagonal, withFixed, [.. pairs]));
    }

    private sealed class Input(Stream stream) : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Dispose() => hash.Dispose();

        /// <summary>Reads this many bytes; the array grows with what arrives.</summary>
        public byte[] Bytes(long count)
        {
            if (count < 0 || count > Array.MaxLength)
            {
                throw Damaged("a length in it is out of range");
            }

            byte[] bytes = new byte[Math.Min(count, Portion)];
            int read = 0;
            while (read < count)
            {
                if (read == bytes.Length)
                {
                    Array.Resize(ref bytes, (int)Math.Min(count, Math.Min(2L * bytes.Length, Array.MaxLength)));
                }

                int got = stream.Read(bytes, read, bytes.Length - read);
                read += got > 0 ? got : throw Damaged("it ends too early");
            }

            hash.AppendData(bytes);
            return bytes;
        }

        public double[] Numbers(long count)
        {
            long[] bits = Values<long>(count, sizeof(long));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }

            return MemoryMarshal.Cast<long, double>(bits).ToArray();
        }

        public int[] Whole(long count)
        {
            int[] values = Values<int>(count, sizeof(int));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(values, values);
            }

            return values;
        }

        public void CheckHash()
        {
            byte[] expected = hash.GetHashAndReset();
            if (!Bytes(expected.Length).AsSpan().SequenceEqual(expected))
            {
                throw Damaged("its checksum does not agree with its contents");
            }
        }

        private T[] Values<T>(long count, int size)
            where T : struct
        {
            if (count < 0 || count > Array.MaxLength)
            {
                throw Damaged("a length in it is out of range");
            }

            var values = new T[Math.Min(count, Portion)];
            long read = 0;
            while (read < count)
            {
                int part = (int)Math.Min(count - read, Portion);
                if (read + part > values.Length)
                {
                    Array.Resize(ref values, (int)Math.Min(count, Math.Min(Math.Max(2L * values.Length, read + part), Array.MaxLength)));
                }

                Bytes((long)part * size).CopyTo(MemoryMarshal.AsBytes(values.AsSpan((int)read, part)));
                read += part;
            }

            return values;
        }
    }
}
