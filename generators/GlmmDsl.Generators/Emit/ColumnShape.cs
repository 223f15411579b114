using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// A column of a term as generated code names it: one column if all its levels are known at compile time, otherwise all the columns that differ
/// in levels known only from the rows, found by keys.
/// </summary>
/// <param name="Name">R's name; for an indexed column, with only the factor's name in place of the level: <c>Week:Site</c>.</param>
/// <param name="Keys">The keys, in the order of the name; empty for one known column.</param>
/// <param name="NameExpression">The C# expression that gives R's name from keys called as in <see cref="Keys"/>.</param>
internal sealed record ColumnShape(string Name, ImmutableArray<LevelKey> Keys, string NameExpression)
{
    /// <summary>Whether the column is found by keys.</summary>
    public bool IsIndexed => !Keys.IsEmpty;

    /// <summary>The columns of a term in R's order, the first factor varying fastest.</summary>
    public static IEnumerable<ColumnShape> Of(PlanTerm term, RowModel row)
    {
        if (term.IsIntercept)
        {
            return new[] { new ColumnShape(PlanTerm.InterceptName, ImmutableArray<LevelKey>.Empty, Literals.Text(PlanTerm.InterceptName)) };
        }

        IEnumerable<ImmutableArray<Part>> columns = new[] { ImmutableArray<Part>.Empty };
        foreach (PlanFactor factor in term.Factors)
        {
            ImmutableArray<Part> parts = PartsOf(factor, row);
            IEnumerable<ImmutableArray<Part>> before = columns;
            columns = parts.SelectMany(part => before.Select(column => column.Add(part))).ToList();
        }

        return columns.Select(Join);
    }

    /// <summary>The columns of several terms, one after the other.</summary>
    public static ImmutableArray<ColumnShape> OfAll(IEnumerable<PlanTerm> terms, RowModel row) => terms.SelectMany(t => Of(t, row)).ToImmutableArray();

    private static ImmutableArray<Part> PartsOf(PlanFactor factor, RowModel row)
    {
        PlanVariable variable = factor.Variable;
        if (variable.IsCategorical && variable.Levels.IsDefault)
        {
            LevelKey key = factor.Encoding == Encoding.Indicators ? LevelKey.OfLevels(variable, row) : LevelKey.OfContrasts(variable, factor.Coding, row);
            return ImmutableArray.Create(new Part(variable.Variable.Label, key));
        }

        return FactorLabels.Of(factor, v => v.Levels).Select(label => new Part(variable.Variable.Label + label, null)).ToImmutableArray();
    }

    private static ColumnShape Join(ImmutableArray<Part> parts)
    {
        var keys = ImmutableArray.CreateBuilder<LevelKey>();
        var pieces = new List<string>();
        string literal = "";
        for (int i = 0; i < parts.Length; i++)
        {
            literal += (i > 0 ? ":" : "") + parts[i].Text;
            if (parts[i].Key is { } key)
            {
                LevelKey distinct = key with { ParameterName = Distinct(key.ParameterName, keys) };
                keys.Add(distinct);
                pieces.Add(Literals.Text(literal));
                pieces.Add(distinct.TextOf(distinct.ParameterName));
                literal = "";
            }
        }

        if (literal.Length > 0)
        {
            pieces.Add(Literals.Text(literal));
        }

        return new ColumnShape(string.Join(":", parts.Select(p => p.Text)), keys.ToImmutable(), string.Join(" + ", pieces));
    }

    private static string Distinct(string name, IEnumerable<LevelKey> keys)
    {
        while (keys.Any(k => k.ParameterName == name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>One factor's part of a column's name; with a key where a level follows it.</summary>
    private sealed record Part(string Text, LevelKey? Key);
}
