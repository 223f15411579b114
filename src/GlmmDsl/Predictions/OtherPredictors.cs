using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Predictions;

/// <summary>The linear predictors of new rows beside the conditional one.</summary>
internal static class OtherPredictors
{
    /// <summary>For each of them a number for each row.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="newLevels">What to do with new levels; null predicts without random effects.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static double[][] Of(FittedModel model, Table rows, NewLevels? newLevels, CancellationToken cancellationToken) =>
        [.. model.Solution.Others.Select(o => Of(model, o, rows, newLevels, cancellationToken))];

    private static double[] Of(FittedModel model, PredictorSolution other, Table rows, NewLevels? newLevels, CancellationToken cancellationToken)
    {
        var eta = new double[rows.RowCount];
        if (other.DesignIn(model.Matrices) is not { } design)
        {
            Array.Fill(eta, other.Beta[0]);
            return eta;
        }

        RandomPart wanted = newLevels is null ? RandomPart.None : RandomPart.Levels;
        PredictionMatrices matrices = PredictionMatrices.Build(design.Matrices, design.Basis, rows, model.Options, wanted, cancellationToken);
        matrices.Offset?.CopyTo(eta, 0);
        IModelSolution.AddFinitePart(other.Beta, [.. other.Kept.Select(k => matrices.FixedColumns[k])], eta, cancellationToken);
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            Predictor.AddRandomEffects(eta, matrices.Random[t], model.Solution.ConditionalModes[other.FirstTerm + t], rows, newLevels ?? NewLevels.Population, cancellationToken);
        }

        return eta;
    }
}
