using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Checks;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>The fixed-effects columns and the random-effects terms of one linear predictor.</summary>
/// <param name="Plan">Its plan.</param>
/// <param name="Variables">The coded variables.</param>
/// <param name="Columns">The fixed-effects columns.</param>
/// <param name="Random">The random-effects terms in lme4's order.</param>
/// <param name="Indices">For each grouping factor, how new rows find their level.</param>
internal sealed record DesignPart(
    DesignPlan Plan,
    Dictionary<PlanVariable, CodedVariable> Variables,
    FixedEffectsColumns Columns,
    ImmutableArray<RandomEffectsTerm> Random,
    Dictionary<string, GroupIndex> Indices)
{
    /// <summary>Makes the part of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="frame">Its variables, all rows of the table.</param>
    /// <param name="rows">The rows used.</param>
    /// <param name="shared">The grouping factors of the model by their keys, to which those of this part are added: terms of one group share it, whichever predictor they belong to.</param>
    /// <param name="notices">Receives notices.</param>
    /// <param name="cancellationToken">Checked between columns.</param>
    public static DesignPart Of(
        DesignPlan plan, ModelFrame frame, RowSelection rows, Dictionary<string, (GroupIndex Index, GroupingFactor Group)> shared, List<Notice> notices, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<PlanVariable, CodedVariable>();
        foreach (PlanVariable variable in CodedVariable.In(plan))
        {
            variables.Add(variable, CodedVariable.Train(variable, frame.Coded(variable), rows, notices));
        }

        FixedEffectsColumns columns = FixedEffectsColumns.Of(plan.Fixed, variables, rows.Count, cancellationToken);
        var indices = new Dictionary<string, GroupIndex>(StringComparer.Ordinal);
        var groups = new Dictionary<string, GroupingFactor>(StringComparer.Ordinal);
        foreach (PlanRandomTerm term in plan.Random)
        {
            string key = GroupIndex.KeyOf(term);
            if (!shared.TryGetValue(key, out (GroupIndex Index, GroupingFactor Group) known))
            {
                shared.Add(key, known = Index(term, frame, rows, notices));
            }

            indices[key] = known.Index;
            groups[key] = known.Group;
        }

        return new DesignPart(plan, variables, columns, RandomEffectsTerms.Of(plan.Random, variables, groups, rows.Count), indices);
    }

    private static (GroupIndex Index, GroupingFactor Group) Index(PlanRandomTerm term, ModelFrame frame, RowSelection rows, List<Notice> notices)
    {
        FactorColumn[] variables = [.. term.Group.Select(frame.Group)];
        OccurringLevels[] occurring = [.. variables.Select(v => OccurringLevels.Of(v, rows))];
        for (int i = 0; i < occurring.Length; i++)
        {
            occurring[i].AddNotice(term.Group[i].Name, isCoded: false, notices);
        }

        (GroupIndex Index, GroupingFactor Group) trained = GroupIndex.Train(term.GroupName, occurring);
        SaturatedGroups.RefuseSingleLevel(trained.Group);
        return trained;
    }
}
