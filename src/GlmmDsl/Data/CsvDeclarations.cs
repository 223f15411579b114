using System.Collections.Immutable;
using System.Globalization;

namespace GlmmDsl.Data;

/// <summary>Applies what the options declare of columns to the table read.</summary>
internal static class CsvDeclarations
{
    private const int MostNamed = 8;

    /// <summary>Whether the options make the column a factor.</summary>
    public static bool IsFactor(CsvOptions options, string name) =>
        options.Levels.ContainsKey(name) || options.Ordered.ContainsKey(name) || options.Factors.Contains(name);

    /// <summary>The table with the declared levels, factors and codings.</summary>
    /// <exception cref="ModelDataException">A column that is not in the table, invalid levels, or declarations that contradict each other.</exception>
    public static Table Apply(Table table, CsvOptions options)
    {
        foreach (string name in options.Factors)
        {
            table = table.WithFactor(name);
        }

        foreach ((string name, ImmutableArray<string> levels) in options.Levels)
        {
            if (options.Ordered.ContainsKey(name))
            {
                throw new ModelDataException(
                    $"Column {ValueText.Quote(name)} is given both levels (--levels, CsvOptions.Levels) and ordered levels (--ordered, CsvOptions.Ordered): give one.",
                    name);
            }

            table = table.WithLevels(name, levels);
        }

        foreach ((string name, ImmutableArray<string> levels) in options.Ordered)
        {
            table = table.WithLevels(name, levels.IsDefaultOrEmpty ? Ascending(table, name) : levels, ordered: true);
        }

        foreach ((string name, Coding coding) in options.Contrasts)
        {
            table = table.WithCoding(name, coding);
        }

        return table;
    }

    /// <summary>The levels of a column of numbers in order of value.</summary>
    /// <exception cref="ModelDataException">No such column, or one of text, whose order is not known.</exception>
    private static ImmutableArray<string> Ascending(Table table, string name)
    {
        Table declared = table.WithFactor(name);
        ImmutableArray<string> levels = declared.Find(name)!.AsFactor(declared.RowLabel).Levels;
        if (!levels.All(level => double.TryParse(level, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)))
        {
            throw new ModelDataException(
                $"Column {ValueText.Quote(name)} is to be an ordered factor, and its values are no numbers, so that their order is not known: name its levels from the lowest to the highest, --ordered {name}={string.Join(',', levels.Take(MostNamed))}{(levels.Length > MostNamed ? ",.." : "")} with the levels in their order (CsvOptions.Ordered).",
                name);
        }

        return levels;
    }
}
