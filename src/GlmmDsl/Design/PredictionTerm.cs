using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Frame;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design;

/// <summary>A random-effects term for new rows.</summary>
/// <param name="Trained">The term of the fit.</param>
/// <param name="Codes">
/// For each new row the index of its level in the fit's grouping factor, or <see cref="GroupIndex.NewLevel"/> or
/// <see cref="GroupIndex.MissingLevel"/>; empty where levels were not wanted.
/// </param>
/// <param name="Columns">The k columns of m numbers; null stands for the constant 1.</param>
/// <param name="GroupVariables">The new rows' values of the group's variables, to name a new level by.</param>
internal sealed record PredictionTerm(RandomEffectsTerm Trained, int[] Codes, double[]?[] Columns, FactorColumn[] GroupVariables)
{
    /// <summary>The label of a row's level, <c>b1:a1</c>, known to the fit or not.</summary>
    public string LevelOf(int row) => string.Join(":", GroupVariables.Select(v => v.Array[row] < 0 ? "" : v.Levels[v.Array[row]]));

    /// <summary>Makes the term of new rows; without a frame, only its columns.</summary>
    public static PredictionTerm Of(RandomEffectsTerm term, TrainingBasis basis, ModelFrame? frame, IReadOnlyDictionary<PlanVariable, CodedVariable> variables)
    {
        FactorColumn[] group = frame is null ? [] : [.. term.Source.Group.Select(frame.Group)];
        (ImmutableArray<string> names, double[]?[] columns) = RandomEffectsTerms.ColumnsOf(term.Source, variables);

        // An independent column is one of its source's columns.
        double[]?[] own = [.. term.ColumnNames.Select(name => columns[names.IndexOf(name)])];
        return new PredictionTerm(term, frame is null ? [] : basis.Groups[GroupIndex.KeyOf(term.Source)].CodesOf(group), own, group);
    }
}
