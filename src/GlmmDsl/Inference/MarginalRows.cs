using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference;

/// <summary>The rows of a fit with their marginal means, as the response of a marginal model.</summary>
internal sealed class MarginalRows
{
    private readonly GeneralizedResponse response;

    // Of families with a dispersion, whose likelihood need not be largest where the mean is the observation; null where it is.
    private readonly QuasiLikelihood? quasi;
    private readonly double[][] columns;
    private readonly double[] offsets;
    private readonly double[] means;
    private readonly double[] totals;
    private readonly double[] inEta;
    private readonly double[] inVariance;
    private readonly RandomVariance random;
    private readonly double[] theta;
    private readonly int n;

    /// <summary>Integrates the random effects out of every row.</summary>
    public MarginalRows(FittedModel model, CancellationToken cancellationToken)
    {
        model.RequireNumbers("averages over the random effects");
        IModelSolution solution = model.Solution;
        if (!model.Family.HasMeansOfLink || solution.Others.Any(o => o.Predictor == Predictor.ZeroInflation))
        {
            throw new InvalidOperationException(
                "Coefficients of the population average are those of a model of the means with the same link and without random effects. With zero inflation or a truncated family the link gives no means of the response, and there is no such model. Ask for the means themselves (PredictPopulationAverage; averages and comparisons with random effects integrated out, --random-effects integrated).");
        }

        response = model.Response;
        n = model.RowCount;
        theta = solution.Theta;
        columns = [.. solution.Kept.Select(k => model.Matrices.FixedColumns[k])];
        offsets = model.Matrices.Offset ?? new double[n];
        random = new RandomVariance(model.Matrices.Random, model.VarianceComponents);
        double[] variances = random.Of([.. model.Matrices.Random.Select(t => t.Columns)], n, cancellationToken);
        double[] eta = LinearPredictor(solution.Beta);
        var integral = new MarginalMean(response.Kernel);
        means = new double[n];
        totals = new double[n];
        inEta = new double[n];
        inVariance = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (i % 1024 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            (means[i], inEta[i], inVariance[i]) = integral.At(eta[i], variances[i]);
            totals[i] = response.Family.ExpectedTotal(means[i], response.Sizes[i]);
        }

        quasi = model.Family.HasDispersion || model.Family.Definition is not null ? new QuasiLikelihood(model, means) : null;
    }

    /// <summary>Least squares of the marginal means on the scale of the link: near the solution, and exact if the means have the form of the link.</summary>
    public double[] LeastSquares()
    {
        double[] target = [.. means.Select((m, i) => response.Kernel.Link(m) - offsets[i])];
        return WeightedLeastSquares(target, response.Sizes);
    }

    /// <summary>Σ log f with the marginal means as the response, without constants.</summary>
    public double LogQuasiLikelihood(double[] beta)
    {
        double[] eta = LinearPredictor(beta);
        return quasi?.LogLikelihood(eta) ?? response.Kernel.Score(eta, totals, response.Sizes, new double[n]);
    }

    /// <summary>The step of Fisher scoring.</summary>
    public double[] ScoringStep(double[] beta, out double decrement)
    {
        double[] eta = LinearPredictor(beta);
        var score = new double[n];
        var information = new double[n];
        if (quasi is not null)
        {
            quasi.Fill(eta, score, information, null);
        }
        else
        {
            response.Kernel.Score(eta, totals, response.Sizes, score);
            response.Kernel.Expected(eta, response.Sizes, information);
        }

        double[] gradient = [.. columns.Select(c => VectorKernels.Dot(c, score))];
        double[] step = Solve(information, gradient);
        decrement = VectorKernels.Dot(gradient, step);
        return step;
    }

    /// <summary>The derivatives of the solution with respect to the fit's β and, if requested, θ: one vector each.</summary>
    public double[][] Slopes(double[] beta, bool withTheta)
    {
        double[] eta = LinearPredictor(beta);
        var score = new double[n];
        var information = new double[n];
        if (quasi is not null)
        {
            quasi.Fill(eta, score, null, information);
        }
        else
        {
            response.Kernel.Evaluate(eta, totals, response.Sizes, score, information, new double[n]);
        }

        int p = columns.Length;
        int q = withTheta ? theta.Length : 0;
        var right = new double[p + q][];
        for (int a = 0; a < right.Length; a++)
        {
            right[a] = new double[p];
        }

        var move = new double[p + q];
        var inTheta = new double[theta.Length];
        for (int i = 0; i < n; i++)
        {
            double k = response.Sizes[i] * response.Kernel.MeanDerivative(eta[i]) / (quasi?.Variance(i, eta[i]) ?? response.Kernel.Variance(response.Kernel.Mean(eta[i])));
            for (int a = 0; a < p; a++)
            {
                move[a] = inEta[i] * columns[a][i];
            }

            random.Slopes(theta, i, inTheta);
            for (int a = 0; a < q; a++)
            {
                move[p + a] = inVariance[i] * inTheta[a];
            }

            for (int a = 0; a < move.Length; a++)
            {
                for (int j = 0; j < p; j++)
                {
                    right[a][j] += k * columns[j][i] * move[a];
                }
            }
        }

        return [.. right.Select(r => Solve(information, r))];
    }

    private double[] LinearPredictor(double[] beta)
    {
        double[] eta = [.. offsets];
        for (int j = 0; j < columns.Length; j++)
        {
            VectorKernels.AddScaled(beta[j], columns[j], eta);
        }

        return eta;
    }

    private double[] WeightedLeastSquares(double[] target, double[] weights)
    {
        double[] weighted = [.. target.Zip(weights, (t, w) => t * w)];
        return Solve(weights, [.. columns.Select(c => VectorKernels.Dot(c, weighted))]);
    }

    /// <summary>(XᵀWX)⁻¹ of a right-hand side, with columns scaled to one length.</summary>
    private double[] Solve(double[] weights, double[] right)
    {
        int p = columns.Length;
        var cross = new double[p * p];
        var product = new double[n];
        for (int j = 0; j < p; j++)
        {
            for (int i = 0; i < n; i++)
            {
                product[i] = weights[i] * columns[j][i];
            }

            for (int k = 0; k <= j; k++)
            {
                cross[(j * p) + k] = VectorKernels.Dot(product, columns[k]);
            }
        }

        double[] scales = [.. Enumerable.Range(0, p).Select(j => 1 / Math.Sqrt(cross[(j * p) + j]))];
        for (int j = 0; j < p; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                cross[(j * p) + k] *= scales[j] * scales[k];
            }
        }

        if (!DenseCholesky.Factor(cross, p, p))
        {
            throw new InvalidOperationException("The marginal model's information is not positive definite, so there are no coefficients of the population average. Predict the average for rows instead.");
        }

        double[] solution = [.. right.Zip(scales, (r, s) => r * s)];
        DenseCholesky.SolveLower(cross, p, p, solution);
        DenseCholesky.SolveLowerTransposed(cross, p, p, solution);
        return [.. solution.Zip(scales, (r, s) => r * s)];
    }
}
