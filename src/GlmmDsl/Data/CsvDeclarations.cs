using System.Collections.Immutable;

namespace GlmmDsl.Data;

/// <summary>Applies what the options declare of columns to the table read.</summary>
internal static class CsvDeclarations
{
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
            table = table.WithLevels(name, levels, ordered: true);
        }

        foreach ((string name, Coding coding) in options.Contrasts)
        {
            table = table.WithCoding(name, coding);
        }

        return table;
    }
}
