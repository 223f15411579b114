using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A column that a model reads.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsLevelled">Whether a numeric column is a factor somewhere in the formula, so that its exact values must be kept.</param>
/// <param name="IsPredictor">Whether prediction needs it: the right-hand side reads it, and not only the response or the weights.</param>
/// <param name="IsOfPopulation">Whether prediction for a new group needs it: fixed effects, slopes or offsets read it, and not only a grouping factor.</param>
internal sealed record UsedColumn(RowColumn Column, bool IsLevelled, bool IsPredictor, bool IsOfPopulation)
{
    /// <summary>Whether formula or weights name it; a column that only a declared fact needs is read to be checked.</summary>
    public bool IsOfModel { get; init; } = true;
}

/// <summary>Finds the columns a model reads, and what it uses them for.</summary>
internal static class UsedColumns
{
    /// <summary>The columns of response, terms, groups, offsets and weights, each once, in order of appearance.</summary>
    public static ImmutableArray<UsedColumn> Of(ModelSpecification specification, DesignPlan plan)
    {
        // The size in cbind(cases, size - cases) ~ log(size) is a predictor too.
        DesignPlan[] plans = new[] { plan, specification.ZeroInflation, specification.Dispersion }.OfType<DesignPlan>().ToArray();
        var onRight = new HashSet<string>(plans.SelectMany(p => NamesIn(p.Terms.Syntax.Right)), StringComparer.Ordinal);
        var ofPopulation = new HashSet<string>(
            plans.SelectMany(p => p.Variables.Select(v => v.Variable.Expression).Concat(p.Terms.Offsets)).SelectMany(NamesIn), StringComparer.Ordinal);
        var levelled = new HashSet<string>(plans.SelectMany(Levelled), StringComparer.Ordinal);
        ModelDeclaration declaration = specification.Declaration;
        var used = ImmutableArray.CreateBuilder<UsedColumn>();
        string[] columns = plans.SelectMany(p => p.ColumnsUsed).Distinct(StringComparer.Ordinal).ToArray();
        foreach (string name in columns)
        {
            used.Add(new UsedColumn(declaration.Row.Find(name)!, levelled.Contains(name), onRight.Contains(name), ofPopulation.Contains(name)));
        }

        if (declaration.Weights is { } weights && !columns.Contains(weights, StringComparer.Ordinal))
        {
            used.Add(new UsedColumn(declaration.Row.Find(weights)!, false, false, false));
        }

        foreach (RowColumn other in CheckedFacts.OthersOf(declaration.Row, used.Select(u => u.Column)))
        {
            used.Add(new UsedColumn(other, other.Value == ValueKind.Integer, false, false) { IsOfModel = false });
        }

        return used.ToImmutable();
    }

    private static HashSet<string> Levelled(DesignPlan plan)
    {
        IEnumerable<string> groups = plan.Random.SelectMany(t => t.Group).Select(v => v.Variable.Expression).OfType<NameSyntax>().Select(n => n.Name);
        IEnumerable<string> calls = plan.Random.SelectMany(t => t.Group).Concat(plan.Variables)
            .SelectMany(v => v.Variable.Expression.DescendantsAndSelf())
            .Where(node => node is CallSyntax { Function.Name: "factor" or "as.factor" })
            .SelectMany(NamesIn);
        return new HashSet<string>(groups.Concat(calls), StringComparer.Ordinal);
    }

    /// <summary>The columns that an expression names; the names of functions are not among them.</summary>
    private static IEnumerable<string> NamesIn(ExpressionSyntax expression) => expression.DescendantsAndSelf().OfType<NameSyntax>().Select(n => n.Name);
}
