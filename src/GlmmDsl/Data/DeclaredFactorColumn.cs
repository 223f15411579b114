using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>A column declared a factor: with levels, with an order, with a coding.</summary>
internal sealed class DeclaredFactorColumn : Column
{
    private readonly Column source;
    private readonly ImmutableArray<string> levels;
    private readonly bool isOrdered;
    private readonly Coding? coding;

    private DeclaredFactorColumn(Column source, ImmutableArray<string> levels, bool isOrdered, Coding? coding)
        : base(source.Name, source.Count)
    {
        this.source = source;
        this.levels = levels;
        this.isOrdered = isOrdered;
        this.coding = coding;
    }

    internal override ColumnType Type =>
        new(Name, ColumnKind.Factor, levels.IsDefault ? source.Type.Levels : levels, isOrdered, coding);

    /// <summary>The column without the declarations.</summary>
    internal Column Source => source;

    /// <summary>Declares a column a factor, on top of what was declared of it before.</summary>
    /// <param name="column">The column.</param>
    /// <param name="levels">Its levels in order; default for those that occur.</param>
    /// <param name="isOrdered">Whether they are ordered.</param>
    /// <param name="coding">Its coding; null to leave it.</param>
    public static Column Declare(Column column, ImmutableArray<string> levels = default, bool isOrdered = false, Coding? coding = null) => column switch
    {
        UnusableColumn => column,
        DeclaredFactorColumn d => new DeclaredFactorColumn(
            d.source, levels.IsDefault ? d.levels : levels, isOrdered || (levels.IsDefault && d.isOrdered), coding ?? d.coding),
        FactorColumn f => new DeclaredFactorColumn(f, levels, isOrdered || (levels.IsDefault && f.IsOrdered), coding ?? f.Coding),
        _ => new DeclaredFactorColumn(column, levels, isOrdered, coding),
    };

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel) =>
        throw new ModelDataException(
            $"Column {ValueText.Quote(Name)} is declared a factor, and a number is needed where the formula uses it: remove the declaration, or take the column out of the formula.",
            Name);

    internal override FactorColumn AsFactor(Func<int, string> rowLabel)
    {
        // Declared levels are compared with the texts of the file, which a canonical number would hide.
        FactorColumn found = source is TextColumn text && !levels.IsDefault ? text.AsTextFactor() : source.AsFactor(rowLabel);
        if (levels.IsDefault)
        {
            return new FactorColumn(Name, found.Levels, found.Array, isOrdered, coding) { Notices = found.Notices };
        }

        int[] levelOf = MatchLevels(found.Levels);
        int[] codes = new int[Count];
        for (int row = 0; row < codes.Length; row++)
        {
            int code = found.Codes[row];
            codes[row] = code < 0 ? -1 : levelOf[code];
            if (code >= 0 && codes[row] < 0)
            {
                throw new ModelDataException(
                    $"Column {ValueText.Quote(Name)}: {ValueText.Quote(found.Levels[code])} in {rowLabel(row)} is not among its levels {ValueText.QuoteFew(levels)}. Add it to them (--levels or --ordered, CsvOptions.Levels or Ordered), or to the missing values (--na-strings, CsvOptions.NaStrings).",
                    Name,
                    row + 1L);
            }
        }

        return new FactorColumn(Name, levels, codes, isOrdered, coding);
    }

    // By text or, failing that, by value, so that 1 finds the level 1.0 and 007 the level 7. -1 where there is no such level.
    private int[] MatchLevels(ImmutableArray<string> found)
    {
        NumberFormat syntax = source is TextColumn text ? text.Syntax : NumberFormat.Point;
        var byText = new Dictionary<string, int>(StringComparer.Ordinal);
        var byValue = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < levels.Length; i++)
        {
            byText.Add(levels[i], i);
            if (syntax.TryCanonical(levels[i], out _, out string label))
            {
                byValue.TryAdd(label, i);
            }
        }

        int[] levelOf = new int[found.Length];
        for (int i = 0; i < found.Length; i++)
        {
            levelOf[i] = byText.TryGetValue(found[i], out int level) ? level
                : syntax.TryCanonical(found[i], out _, out string label) && byValue.TryGetValue(label, out level) ? level
                : -1;
        }

        return levelOf;
    }
}
