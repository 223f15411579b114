using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Fits;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Comparison;

/// <summary>
/// The models that lmerTest's <c>ranova</c> compares a model with. Of each random term as written, <c>||</c> and nested groups expanded, each column that
/// marginality lets go is dropped alone; a term whose only term goes leaves an intercept, and a term that is an intercept goes as a whole. So does one
/// whose columns share a variance or stand in an order, such as <c>ar1(0 + time | g)</c>.
/// </summary>
internal static class RandomReductions
{
    /// <summary>The reductions, in the order of the formula, with the names that lmerTest gives them.</summary>
    public static IEnumerable<(string Name, ModelMatrices Matrices)> Of(FittedModel model)
    {
        foreach (PlanRandomTerm source in model.Matrices.Plan.Random)
        {
            CovarianceStructure structure = source.Source.Structure;
            string name = structure is CovarianceStructure.Unstructured or CovarianceStructure.Diagonal ? "" : StructureNames.Of(structure);
            string bar = $"{name}({Written(model.Matrices.Plan, source)})";
            int[] scope = StructureNesting.IsWhole(structure) ? [] : [.. Marginality.Droppable(source.Terms)];
            if (scope.Length == 0)
            {
                yield return (bar, Without(model, source, []));
            }

            foreach (int dropped in scope)
            {
                yield return ($"{source.Terms[dropped].Name} in {bar}", Without(model, source, Reduced(model, source, dropped)));
            }
        }
    }

    /// <summary>The bar as lme4 writes it after it has expanded <c>||</c> and nested groups.</summary>
    private static string Written(DesignPlan plan, PlanRandomTerm term)
    {
        string left = term.Source.Whole is null
            ? Bar(plan, term).Left.ToString()
            : term.Source.HasIntercept ? "1" : "0 + " + string.Join(" + ", term.Source.Terms.Select(t => t.Name));
        return $"{left} | {term.GroupName}";
    }

    private static BinarySyntax Bar(DesignPlan plan, PlanRandomTerm term) => plan.Terms.Syntax.Right.DescendantsAndSelf()
        .OfType<BinarySyntax>()
        .First(b => b.Operator is BinaryOperator.Bar or BinaryOperator.DoubleBar && b.Right.Span.Equals(term.Source.GroupSpan));

    private static ModelMatrices Without(FittedModel model, PlanRandomTerm source, IEnumerable<RandomEffectsTerm> instead)
    {
        var terms = new List<RandomEffectsTerm>();
        foreach (RandomEffectsTerm term in model.Matrices.Random.Where(t => !ReferenceEquals(t.Source, source)).Concat(instead))
        {
            // R writes a term that is there twice once.
            bool isThere = term is { Width: 1, Columns: [null] } && terms.Exists(t => t is { Width: 1, Columns: [null] } && t.Group.Name == term.Group.Name);
            if (!isThere)
            {
                terms.Add(term);
            }
        }

        return model.Matrices with { Random = TermOrder.Sort(terms) };
    }

    private static IEnumerable<RandomEffectsTerm> Reduced(FittedModel model, PlanRandomTerm source, int dropped)
    {
        RandomEffectsTerm[] parts = [.. model.Matrices.Random.Where(t => ReferenceEquals(t.Source, source))];
        int first = source.Terms.Take(dropped).Sum(t => Width(model, t));
        int end = first + Width(model, source.Terms[dropped]);
        bool isLast = source.Terms.Count(t => !t.IsIntercept) == 1;
        bool addsConstant = (isLast && !source.Terms.Any(t => t.IsIntercept)) || Marginality.NeedsConstant(source.Terms, dropped);
        if (parts.Length == 1)
        {
            RandomEffectsTerm term = parts[0];
            int[] kept = [.. Enumerable.Range(0, term.Width).Where(i => i < first || i >= end)];
            ImmutableArray<string> names = [.. addsConstant ? [PlanTerm.InterceptName] : Array.Empty<string>(), .. kept.Select(i => term.ColumnNames[i])];
            double[]?[] columns = [.. addsConstant ? new double[]?[] { null } : [], .. kept.Select(i => term.Columns[i])];
            return names.IsEmpty ? [] : [term with { ColumnNames = names, Columns = columns }];
        }

        // Independent columns, each a term.
        IEnumerable<RandomEffectsTerm> rest = parts.Where((_, i) => i < first || i >= end);
        return addsConstant ? rest.Prepend(parts[0] with { ColumnNames = [PlanTerm.InterceptName], Columns = [null] }) : rest;
    }

    private static int Width(FittedModel model, PlanTerm term) => term.Columns(v => model.Basis.CodedLevels[v]).Length;
}
