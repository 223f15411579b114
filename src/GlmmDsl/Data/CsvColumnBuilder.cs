namespace GlmmDsl.Data;

/// <summary>
/// Gathers the fields of one column. Whether it is one of numbers is known only at its end, and a number once parsed has lost its text: the
/// first rows are kept both ways, then only numbers while all are numbers. A column that proves to be text later is read a second time.
/// </summary>
/// <param name="syntax">What counts as a number.</param>
/// <param name="keepText">Whether it is declared a factor, whose values are compared as they are written.</param>
internal sealed class CsvColumnBuilder(NumberFormat syntax, bool keepText)
{
    // A column with more distinct texts than this is not a logical.
    private const int MostLogicalTexts = 6;

    private const int RowsKeptBothWays = 4096;

    private double[]? numbers = keepText ? null : [];
    private TextEncoder? texts = new();
    private int count;

    /// <summary>Whether the column proved to be text after its first rows: it has to be read from its start again.</summary>
    public bool NeedsSecondReading => numbers is null && texts is null;

    /// <summary>Gets ready for the second reading, which keeps the texts alone.</summary>
    /// <param name="rowCount">The number of rows.</param>
    public void BeginSecondReading(int rowCount)
    {
        texts = new TextEncoder(rowCount);
        count = 0;
    }

    /// <summary>Adds a field; an empty one is a missing value.</summary>
    /// <param name="field">Its text.</param>
    /// <param name="expectedRows">The number of rows that all are expected to be; 0 where it is not known.</param>
    public void Add(ReadOnlySpan<char> field, int expectedRows)
    {
        if (numbers is not null)
        {
            AddNumber(field, expectedRows);
        }

        if (texts is null)
        {
            return;
        }

        if (field.IsEmpty)
        {
            texts.AddMissing(expectedRows);
        }
        else
        {
            texts.Add(field, expectedRows);
        }
    }

    /// <summary>The column. Nothing can be added after.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public Column Build(string name, CancellationToken cancellationToken)
    {
        if (numbers is not null)
        {
            texts = null;
            return new NumericColumn(name, ColumnGrowth.Trim(ref numbers, count));
        }

        TextEncoder encoder = texts!;
        int[] codes = encoder.Codes();
        return !keepText && (AsLogical(name, encoder.Texts, codes) ?? CsvDates.TryBuild(name, encoder.Texts, codes)) is Column known
            ? known
            : new TextColumn(name, encoder.Texts, codes, syntax, cancellationToken);
    }

    private void AddNumber(ReadOnlySpan<char> field, int expectedRows)
    {
        double value = double.NaN;
        if (!field.IsEmpty && !(syntax.TryParse(field, out value) && NumberFormat.IsPlain(field, value)))
        {
            numbers = null;
            return;
        }

        if (count == numbers!.Length)
        {
            ColumnGrowth.Grow(ref numbers, expectedRows);
        }

        numbers[count++] = value;
        if (count > RowsKeptBothWays)
        {
            texts = null;
        }
    }

    private static FactorColumn? AsLogical(string name, IReadOnlyList<string> texts, int[] codes)
    {
        if (texts.Count > MostLogicalTexts)
        {
            return null;
        }

        int[] truth = [.. texts.Select(t => t switch
        {
            "FALSE" or "F" or "False" or "false" => 0,
            "TRUE" or "T" or "True" or "true" => 1,
            _ => -1,
        })];
        if (truth.Contains(-1))
        {
            return null;
        }

        string[] spelling = [.. FactorColumn.LogicalLevels.Select((level, value) => Array.IndexOf(truth, value) is >= 0 and int at ? texts[at] : level)];
        return new FactorColumn(name, FactorColumn.LogicalLevels, Array.ConvertAll(codes, c => c < 0 ? -1 : truth[c]), isLogical: true)
        {
            Spelling = truth.Distinct().Count() == truth.Length ? [.. spelling] : default,
        };
    }
}
