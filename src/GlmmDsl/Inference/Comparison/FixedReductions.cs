using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Formulas;

namespace GlmmDsl.Inference.Comparison;

/// <summary>The models that R's <c>drop1</c> compares a model with: without each fixed term that marginality lets go.</summary>
internal static class FixedReductions
{
    /// <summary>The reductions, in the order of the terms.</summary>
    public static IEnumerable<(string Name, ModelMatrices Matrices)> Of(FittedModel model)
    {
        ModelMatrices matrices = model.Matrices;
        foreach (int dropped in Marginality.Droppable(matrices.Plan.Fixed))
        {
            int[] kept = [.. Enumerable.Range(0, matrices.FixedColumns.Length).Where(j => matrices.FixedTermOfColumn[j] != dropped)];
            bool addsConstant = Marginality.NeedsConstant(matrices.Plan.Fixed, dropped);
            var ones = new double[addsConstant ? matrices.RowCount : 0];
            Array.Fill(ones, 1.0);
            yield return (matrices.Plan.Fixed[dropped].Name, matrices with
            {
                FixedColumns = [.. addsConstant ? [ones] : Array.Empty<double[]>(), .. kept.Select(j => matrices.FixedColumns[j])],
                FixedNames = [.. addsConstant ? [PlanTerm.InterceptName] : Array.Empty<string>(), .. kept.Select(j => matrices.FixedNames[j])],
                FixedTermOfColumn = [.. addsConstant ? [dropped] : Array.Empty<int>(), .. kept.Select(j => matrices.FixedTermOfColumn[j])],
                SpansIntercept = addsConstant || ColumnSpace.Contains(kept.Select(j => matrices.FixedColumns[j]), [Ones(matrices.RowCount)]),
            });
        }
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1.0);
        return ones;
    }
}
