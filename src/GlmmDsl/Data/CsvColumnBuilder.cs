using System.Buffers;
using System.Text;

namespace GlmmDsl.Data;

/// <summary>
/// Gathers the fields of one column as they stand in the file, and decides at the end what the column is: only then is it known whether
/// all are numbers, and a number once parsed has lost its text.
/// </summary>
internal sealed class CsvColumnBuilder
{
    // Beyond these texts a column is no logical.
    private const int MostLogicalTexts = 6;

    private byte[] bytes = [];
    private int length;
    private int[] ends = [];
    private int count;
    private int longest;

    /// <summary>Adds a field; an empty one is a missing value.</summary>
    /// <returns>False when the column is longer than memory can address.</returns>
    public bool TryAdd(ReadOnlySpan<byte> field)
    {
        if (!TryGrow(ref bytes, (long)length + field.Length) || !TryGrow(ref ends, count + 1L))
        {
            return false;
        }

        field.CopyTo(bytes.AsSpan(length));
        length += field.Length;
        longest = Math.Max(longest, field.Length);
        ends[count++] = length;
        return true;
    }

    /// <summary>The column. The fields are let go: nothing can be added after.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="syntax">What counts as a number.</param>
    /// <param name="keepText">Whether it is declared a factor, whose values are to be met as they stand.</param>
    public Column Build(string name, NumberFormat syntax, bool keepText)
    {
        if (!keepText && TryBuildNumbers(syntax) is double[] values)
        {
            Release();
            return new NumericColumn(name, values);
        }

        TextEncoder encoder = Encode();
        Release();
        return !keepText && AsLogical(name, encoder) is FactorColumn logical
            ? logical
            : new TextColumn(name, encoder.Texts, encoder.Codes(), syntax);
    }

    // Null when a field is no number, or is a whole number that a double cannot hold.
    private double[]? TryBuildNumbers(NumberFormat syntax)
    {
        double[] values = new double[count];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<byte> field = Field(row);
            values[row] = double.NaN;
            if (!field.IsEmpty && (!syntax.TryParse(field, out values[row]) || NumberFormat.IsLongInteger(field, values[row])))
            {
                return null;
            }
        }

        return values;
    }

    private TextEncoder Encode()
    {
        char[] characters = ArrayPool<char>.Shared.Rent(Math.Max(longest, 1));
        var encoder = new TextEncoder(count);
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<byte> field = Field(row);
            if (field.IsEmpty)
            {
                encoder.AddMissing();
            }
            else
            {
                encoder.Add(characters.AsSpan(0, Encoding.UTF8.GetChars(field, characters)));
            }
        }

        ArrayPool<char>.Shared.Return(characters);
        return encoder;
    }

    private static FactorColumn? AsLogical(string name, TextEncoder encoder)
    {
        if (encoder.Texts.Count > MostLogicalTexts)
        {
            return null;
        }

        int[] truth = [.. encoder.Texts.Select(t => t switch
        {
            "FALSE" or "F" or "False" or "false" => 0,
            "TRUE" or "T" or "True" or "true" => 1,
            _ => -1,
        })];
        return truth.Contains(-1)
            ? null
            : new FactorColumn(name, FactorColumn.LogicalLevels, Array.ConvertAll(encoder.Codes(), c => c < 0 ? -1 : truth[c]), isLogical: true);
    }

    // All columns' fields together are as large as the file; one column's need not outlive it.
    private void Release() => (bytes, ends, count, length) = ([], [], 0, 0);

    private ReadOnlySpan<byte> Field(int row)
    {
        int start = row == 0 ? 0 : ends[row - 1];
        return bytes.AsSpan(start, ends[row] - start);
    }

    private static bool TryGrow<T>(ref T[] array, long needed)
    {
        if (needed > Array.MaxLength)
        {
            return false;
        }

        if (needed > array.Length)
        {
            Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(needed, 64L + (2L * array.Length))));
        }

        return true;
    }
}
