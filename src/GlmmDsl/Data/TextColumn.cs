using System.Globalization;
using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>
/// A column of text whose role in a formula decides what it is: numbers where at least nine tenths of its values are numbers, else a factor;
/// as a grouping factor always a factor.
/// </summary>
internal sealed class TextColumn : Column
{
    private const double NumericShare = 0.9;
    private const int TextsBetweenChecks = 4096;

    private readonly int[] codes;
    private readonly IReadOnlyList<string> texts;
    private readonly NumberFormat syntax;

    // For each distinct text its number and its one name as a number; a null name where it is not a number.
    private readonly (double Value, string? Label)[] numbers;

    /// <summary>Makes a column of texts.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="codes">For each row the index of its text, -1 where missing.</param>
    /// <param name="syntax">What counts as a number.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public TextColumn(string name, IReadOnlyList<string> texts, int[] codes, NumberFormat syntax, CancellationToken cancellationToken = default)
        : base(name, codes.Length)
    {
        this.codes = codes;
        this.texts = texts;
        this.syntax = syntax;
        numbers = new (double Value, string? Label)[texts.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            StopIfAsked(i, cancellationToken);
            numbers[i] = syntax.TryCanonical(texts[i], out double value, out string label) ? (value, label) : (double.NaN, null);
        }

        Type = Infer(cancellationToken);
    }

    internal override ColumnType Type { get; }

    internal NumberFormat Syntax => syntax;

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel)
    {
        if (Type.Remark is string remark)
        {
            throw new ModelDataException(remark, Name);
        }

        if (texts.Count > 0 && numbers.All(n => n.Label is null))
        {
            throw new ModelDataException(
                $"Column {ValueText.Quote(Name)} holds text ({ValueText.QuoteFew(texts)}), and a number is needed where the formula uses it.",
                Name);
        }

        double[] values = new double[codes.Length];
        for (int row = 0; row < values.Length; row++)
        {
            int code = codes[row];
            if (code >= 0 && numbers[code].Label is null)
            {
                throw NotANumber(row, texts[code], rowLabel);
            }

            values[row] = code < 0 ? double.NaN : numbers[code].Value;
        }

        return new NumericColumn(Name, values).AsNumeric(rowLabel);
    }

    internal override FactorColumn AsFactor(Func<int, string> rowLabel)
    {
        if (numbers.Any(n => n.Label is null))
        {
            return AsTextFactor();
        }

        return NumberLevels.Factor(Name, [.. numbers.Select(n => (n.Value, n.Label!))], [.. codes], LevelNotices.OfMergedIdentifiers(Name, texts, numbers));
    }

    /// <summary>The column as a factor whose levels are the texts as written, in ordinal order.</summary>
    internal FactorColumn AsTextFactor() => TextEncoder.Sorted(Name, texts, codes);

    private ColumnType Infer(CancellationToken cancellationToken)
    {
        long present = 0;
        long numeric = 0;
        long numericByOtherMark = 0;
        long fractionsByOtherMark = 0;
        int[] rowsOf = new int[texts.Count];
        foreach (int code in codes)
        {
            if (code >= 0)
            {
                rowsOf[code]++;
            }
        }

        for (int i = 0; i < texts.Count; i++)
        {
            StopIfAsked(i, cancellationToken);
            present += rowsOf[i];
            numeric += numbers[i].Label is null ? 0 : rowsOf[i];
            if (syntax.Other.TryParse(texts[i], out _))
            {
                numericByOtherMark += rowsOf[i];
                fractionsByOtherMark += texts[i].Contains(syntax.Other.DecimalMark) ? rowsOf[i] : 0;
            }
        }

        if (numeric >= NumericShare * present)
        {
            return new ColumnType(Name, ColumnKind.Numeric);
        }

        // Such a column is fit to be a group, but as a factor in the fixed effects it would be a misread number.
        return numericByOtherMark >= NumericShare * present && fractionsByOtherMark > 0
            ? new ColumnType(Name, ColumnKind.GroupOnly, Remark: OtherMarkRemark())
            : new ColumnType(Name, ColumnKind.Factor);
    }

    private static void StopIfAsked(int done, CancellationToken cancellationToken)
    {
        if (done % TextsBetweenChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private string OtherMarkRemark()
    {
        char mark = syntax.Other.DecimalMark;
        string example = texts.First(t => t.Contains(mark) && syntax.Other.TryParse(t, out _));
        return $"Column {ValueText.Quote(Name)} holds numbers like {ValueText.Quote(example)}: give --decimal '{mark}' (CsvOptions.DecimalMark) if '{mark}' is their decimal mark; or --factor {Name} (CsvOptions.Factors) if it is a factor. Thousands separators are not read.";
    }

    private ModelDataException NotANumber(int row, string text, Func<int, string> rowLabel)
    {
        string value = ValueText.Quote(text);
        string remedy = syntax.Other.TryParse(text, out _)
            ? $"if '{syntax.Other.DecimalMark}' is the decimal mark, give --decimal '{syntax.Other.DecimalMark}' (CsvOptions.DecimalMark)"
            : $"if it marks a missing value, give --na-strings {value} (CsvOptions.NaStrings)";
        return new ModelDataException(
            string.Create(CultureInfo.InvariantCulture, $"Column {ValueText.Quote(Name)}: {value} in {rowLabel(row)} is not a number; {remedy}; if the column is a factor, give --factor {Name} (CsvOptions.Factors)."),
            Name,
            row + 1L);
    }
}
