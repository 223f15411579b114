using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>A column of the row type that is a factor among the fixed effects: what marginal means are by.</summary>
/// <param name="Column">The column.</param>
/// <param name="Text">The C# function that gives a level's text, a lambda.</param>
internal sealed record FactorShape(RowColumn Column, string Text)
{
    /// <summary>With so many factors at most, the cells of any two get a property; with more only those that interact.</summary>
    private const int FewFactors = 4;

    /// <summary>The most pairs of factors whose cells get properties, so that the code does not grow with the square of the factors.</summary>
    private const int MostPairs = 12;

    /// <summary>The type of its levels.</summary>
    public string KeyType => Column.KeyTypeName;

    /// <summary>The factors of the fixed effects, in order of appearance.</summary>
    public static ImmutableArray<FactorShape> Of(DesignPlan plan, RowModel row) =>
        InFixed(plan, row).Where(c => c.IsFactor).Select(c => c.Column).Distinct().Select(c => new FactorShape(c, TextOf(c))).ToImmutableArray();

    /// <summary>The columns that the fixed effects have slopes in, in order of appearance.</summary>
    public static ImmutableArray<RowColumn> NumericOf(DesignPlan plan, RowModel row) =>
        InFixed(plan, row).Where(c => !c.IsFactor).Select(c => c.Column).Distinct().ToImmutableArray();

    /// <summary>The pairs of factors whose cells get a property: those that interact first.</summary>
    public static ImmutableArray<(FactorShape Of, FactorShape By)> Pairs(ImmutableArray<FactorShape> factors, DesignPlan plan, RowModel row)
    {
        var pairs = new List<(int, int)>();
        foreach (PlanTerm term in plan.Fixed.Where(t => t.Factors.Length > 1))
        {
            int[] places = term.Factors.SelectMany(f => ColumnsOf(f.Variable, row)).Where(c => c.IsFactor)
                .Select(c => PlaceOf(c.Column)).Distinct().OrderBy(p => p).ToArray();
            pairs.AddRange(places.SelectMany((first, i) => places.Skip(i + 1).Select(second => (first, second))));
            if (pairs.Count > MostPairs * MostPairs)
            {
                break;
            }
        }

        if (factors.Length <= FewFactors)
        {
            pairs.AddRange(factors.SelectMany((_, i) => Enumerable.Range(i + 1, factors.Length - i - 1).Select(j => (i, j))));
        }

        return pairs.Distinct().Take(MostPairs)
            .SelectMany(p => new[] { (factors[p.Item1], factors[p.Item2]), (factors[p.Item2], factors[p.Item1]) })
            .ToImmutableArray();

        int PlaceOf(RowColumn column)
        {
            int place = 0;
            while (factors[place].Column != column)
            {
                place++;
            }

            return place;
        }
    }

    /// <summary>The function that gives the text of a column's level, as the column itself does: a floating-point number made a factor is read as a <c>double</c>.</summary>
    public static string TextOf(RowColumn column) =>
        column.Kind == ColumnKind.Numeric && column.Value == ValueKind.Double
            ? $"static level => {LevelKey.LevelTextType}.Of({ColumnReading.NumberOf(column, "level")})"
            : $"static level => {LevelKey.TextFunctionOf(column)}(level)";

    private static IEnumerable<(RowColumn Column, bool IsFactor)> InFixed(DesignPlan plan, RowModel row) =>
        plan.Fixed.SelectMany(t => t.Factors).Select(f => f.Variable).Distinct().SelectMany(v => ColumnsOf(v, row));

    private static IEnumerable<(RowColumn Column, bool IsFactor)> ColumnsOf(PlanVariable variable, RowModel row) =>
        ExpressionNames.In(variable.Variable.Expression)
            .Select(n => (Column: row.Find(n.Name), n.InFactorCall))
            .Where(n => n.Column is not null)
            .Select(n => (n.Column!, n.InFactorCall || n.Column!.Kind != ColumnKind.Numeric));
}
