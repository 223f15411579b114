using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>Predicts rows left out by a model of several linear predictors, with the joint covariance of their errors, and scores them.</summary>
internal sealed class JointFolds
{
    private readonly ModelMatrices[] designs;
    private readonly JointRowScorer scorer;

    /// <summary>Takes the designs of all linear predictors.</summary>
    public JointFolds(FittedModel model)
    {
        designs = [model.Matrices, .. model.Solution.Others.Select(o => o.Matrices)];
        scorer = new JointRowScorer(model);
    }

    /// <summary>The scores of a row; null where it needs a coefficient that the other rows cannot estimate.</summary>
    /// <param name="solution">The fit without the row.</param>
    /// <param name="effects">The joint covariance of its coefficients and random effects.</param>
    /// <param name="row">The row.</param>
    public RowScore? Of(IModelSolution solution, EffectsCovariance effects, int row)
    {
        int count = designs.Length, coefficient = 0, total = solution.Beta.Length + solution.Others.Sum(o => o.Beta.Length);
        double[] eta = new double[count], covariance = new double[count * count];
        var contrasts = new PreparedContrast[count];
        for (int k = 0; k < count; k++)
        {
            PredictorSolution? other = k == 0 ? null : solution.Others[k - 1];
            ModelMatrices design = designs[k];
            if ((other?.Aliased ?? solution.Aliased).Any(a => !CrossValidator.IsCombination(a, design.FixedColumns, row)))
            {
                return null;
            }

            double[] beta = other?.Beta ?? solution.Beta, inFixed = new double[total];
            eta[k] = design.Offset?[row] ?? 0;
            for (int j = 0; j < beta.Length; j++)
            {
                inFixed[coefficient + j] = design.FixedColumns[(other?.Kept ?? solution.Kept)[j]][row];
                eta[k] += inFixed[coefficient + j] * beta[j];
            }

            coefficient += beta.Length;
            var random = new List<(int Term, int Level, int Column, double Weight)>();
            for (int t = 0; t < design.Random.Length; t++)
            {
                RandomEffectsTerm term = design.Random[t];
                int level = term.Group.Codes[row], place = (other?.FirstTerm ?? 0) + t;
                for (int c = 0; c < term.Width; c++)
                {
                    // A level without rows has modes of 0 and the variance of its effects.
                    double z = term.Columns[c]?[row] ?? 1;
                    eta[k] += z * solution.ConditionalModes[place][level, c];
                    random.Add((place, level, c, z));
                }
            }

            contrasts[k] = effects.Prepare(new EffectsContrast(inFixed, random));
        }

        effects.Of(contrasts, covariance);
        return scorer.Of(row, solution, eta, covariance);
    }
}
