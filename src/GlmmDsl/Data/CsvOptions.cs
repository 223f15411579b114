using System.Collections.Immutable;

namespace GlmmDsl.Data;

/// <summary>How <see cref="Table.ReadCsv(string, CsvOptions?, CancellationToken)"/> reads a file, and what is known of its columns. Immutable.</summary>
public sealed record CsvOptions
{
    /// <summary>Commas, decimal points, only empty fields missing, nothing known of the columns.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>The character between fields: an ASCII character.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>The decimal mark, a point or a comma.</summary>
    public char DecimalMark { get; init; } = '.';

    /// <summary>Texts that stand for a missing value, in any column; an empty field always does.</summary>
    public ImmutableArray<string> NaStrings { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Columns that are factors with these levels in this order; the first is the reference.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Levels { get; init => field = value ?? throw new ArgumentNullException(nameof(Levels)); } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Columns that are ordered factors with these levels in this order; without levels, columns of numbers whose levels are those that occur, in order of value.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Ordered { get; init => field = value ?? throw new ArgumentNullException(nameof(Ordered)); } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Columns that are factors with the levels that occur: numbers in order of value, text in ordinal order.</summary>
    public ImmutableArray<string> Factors { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The coding of factors as fixed effects; also for columns that are factors without being declared so.</summary>
    public ImmutableDictionary<string, Coding> Contrasts { get; init => field = value ?? throw new ArgumentNullException(nameof(Contrasts)); } = ImmutableDictionary<string, Coding>.Empty;

    /// <summary>Splits a list of levels, <c>low,high</c>; a level that holds a comma is quoted as in CSV, <c>"a, b",c</c>.</summary>
    /// <exception cref="ModelDataException">An empty list or level, or a quote that is never closed.</exception>
    public static ImmutableArray<string> SplitLevels(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        ImmutableArray<string> levels = ReadLevels(list);
        if (levels.IsEmpty || levels.Contains(""))
        {
            throw new ModelDataException(
                $"{ValueText.Quote(list)} is not a list of levels: separate them by commas, and put a level that contains a comma in double quotes.");
        }

        return levels;
    }

    // None where the list is not a single record.
    private static ImmutableArray<string> ReadLevels(string list)
    {
        using var reader = new CsvRecordReader(new StringReader(list), ',', "");
        try
        {
            ImmutableArray<string> levels = reader.Next() ? [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.Field(i).ToString())] : [];
            return reader.Next() ? [] : levels;
        }
        catch (ModelDataException)
        {
            return [];
        }
    }

    /// <summary>Checks what the types leave open.</summary>
    /// <exception cref="ModelDataException">A separator or decimal mark that cannot be one.</exception>
    internal void Validate()
    {
        if (NaStrings.Contains(null!) || Factors.Contains(null!))
        {
            throw new ModelDataException("CsvOptions.NaStrings and CsvOptions.Factors must not hold null.");
        }

        if (DecimalMark is not ('.' or ','))
        {
            throw new ModelDataException($"The decimal mark (--decimal, CsvOptions.DecimalMark) must be '.' or ',', not {ValueText.Quote(DecimalMark.ToString())}.");
        }

        if (Separator == DecimalMark)
        {
            throw new ModelDataException(
                $"The decimal mark and the separator are both '{Separator}': give another separator too, --sep ';' (CsvOptions.Separator).");
        }

        if (!char.IsAscii(Separator) || Separator is '"' or '\r' or '\n' or '\0' || char.IsAsciiLetterOrDigit(Separator))
        {
            throw new ModelDataException(
                $"{ValueText.Quote(Separator.ToString())} cannot separate fields (--sep, CsvOptions.Separator): use a comma, a semicolon, a tab or another ASCII sign.");
        }
    }
}
