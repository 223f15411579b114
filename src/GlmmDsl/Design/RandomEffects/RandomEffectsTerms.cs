using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.RandomEffects;

/// <summary>Makes the random-effects terms of a design.</summary>
internal static class RandomEffectsTerms
{
    /// <summary>The terms in lme4's order; independent columns are separate terms, and terms of one group share its instance.</summary>
    /// <exception cref="ModelDataException">A group with one level.</exception>
    public static ImmutableArray<RandomEffectsTerm> Of(
        ImmutableArray<PlanRandomTerm> planned,
        IReadOnlyDictionary<PlanVariable, CodedVariable> variables,
        IReadOnlyDictionary<string, GroupingFactor> groups,
        int rows)
    {
        var terms = new List<RandomEffectsTerm>();
        foreach (PlanRandomTerm term in planned)
        {
            DesignSize.RefuseTooLarge(term.Terms, variables, rows);
            GroupingFactor group = groups[GroupIndex.KeyOf(term)];
            (ImmutableArray<string> names, double[]?[] columns) = ColumnsOf(term, variables);
            if (term.IsIndependent)
            {
                terms.AddRange(names.Select((name, i) => new RandomEffectsTerm(group, [name], [columns[i]], term)));
            }
            else
            {
                terms.Add(new RandomEffectsTerm(group, names, columns, term));
            }
        }

        return TermOrder.Sort(terms);
    }

    /// <summary>All columns of a term, by its own inner formula; null stands for the constant 1.</summary>
    public static (ImmutableArray<string> Names, double[]?[] Columns) ColumnsOf(PlanRandomTerm term, IReadOnlyDictionary<PlanVariable, CodedVariable> variables)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var columns = new List<double[]?>();
        foreach (PlanTerm part in term.Terms)
        {
            (ImmutableArray<string> partNames, double[]?[] partColumns) = TermColumns.Of(part, variables);
            names.AddRange(partNames);
            columns.AddRange(partColumns);
        }

        return (names.ToImmutable(), [.. columns]);
    }

    /// <summary>Refuses structures over time on anything but one factor without an intercept.</summary>
    /// <exception cref="FormulaException">Such a term.</exception>
    public static void CheckStructures(DesignPlan plan, string formula)
    {
        ImmutableArray<FormulaDiagnostic> faults = TimeStructures.Find(plan);
        if (!faults.IsEmpty)
        {
            throw new FormulaException(formula, faults);
        }
    }
}
