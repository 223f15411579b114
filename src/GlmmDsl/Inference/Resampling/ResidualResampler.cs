using System.Buffers;
using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Inference.Resampling;

/// <summary>
/// Responses of a linear model from its own residuals: the conditional modes of each term and the residuals, centred and given the covariance that the model
/// estimates for them, are drawn with replacement (Carpenter, Goldstein and Rasbash 2003). Safe to use from several threads.
/// </summary>
internal sealed class ResidualResampler
{
    /// <summary>A direction whose variance among the modes is below this share of the largest has none to be reflated.</summary>
    private const double None = 1e-10;

    private readonly ModelMatrices matrices;
    private readonly double[] fixedPart;
    private readonly double[][] modes;
    private readonly double[] residuals;

    /// <summary>Prepares it.</summary>
    /// <exception cref="InvalidOperationException">The model is not linear, or has no rows.</exception>
    public ResidualResampler(FittedModel model)
    {
        model.RequireRows("residuals to draw from");
        if (!model.IsLinear || model.Frequencies is not null)
        {
            throw new InvalidOperationException("The residual bootstrap is for linear models whose rows count once: residuals of other models are not alike. Use the parametric or the cluster bootstrap.");
        }

        matrices = model.Matrices;
        fixedPart = ResponseSimulator.FixedPart(matrices, model.Solution.Kept, model.Solution.Beta);
        int start = 0;
        ImmutableArray<CovarianceStructure> structures = CovarianceStructures.Of(matrices.Random);
        modes = new double[structures.Length][];
        for (int t = 0; t < modes.Length; t++)
        {
            double[] factor = structures[t].Template(model.Solution.Theta.AsSpan(start, structures[t].Count));
            VectorKernels.Scale(model.Solution.Sigma, factor, factor);
            modes[t] = Reflated(model.Solution.ConditionalModes[t], factor, structures[t].Width);
            start += structures[t].Count;
        }

        double[] fitted = model.Solution.Fitted;
        residuals = [.. matrices.Response.Select((y, i) => (y - fitted[i]) * Math.Sqrt(matrices.Weights?[i] ?? 1))];
        double mean = residuals.Average();
        double square = Math.Sqrt(residuals.Sum(r => (r - mean) * (r - mean)) / residuals.Length);
        residuals = Array.ConvertAll(residuals, r => square > 0 ? (r - mean) * model.Solution.Sigma / square : 0);
    }

    /// <summary>One response.</summary>
    /// <param name="random">The random numbers of the replicate.</param>
    /// <param name="response">Receives it, n numbers.</param>
    public void Draw(KeyedRandom random, double[] response)
    {
        fixedPart.CopyTo(response, 0);
        for (int t = 0; t < modes.Length; t++)
        {
            int k = matrices.Random[t].Width;
            double[] rented = ArrayPool<double>.Shared.Rent(modes[t].Length);
            Span<double> effects = rented.AsSpan(0, modes[t].Length);
            for (int first = 0; first < effects.Length; first += k)
            {
                modes[t].AsSpan(random.Next(effects.Length / k) * k, k).CopyTo(effects[first..]);
            }

            ResponseSimulator.AddEffects(matrices.Random[t], effects, response);
            ArrayPool<double>.Shared.Return(rented);
        }

        for (int i = 0; i < response.Length; i++)
        {
            response[i] += residuals[random.Next(residuals.Length)] / Math.Sqrt(matrices.Weights?[i] ?? 1);
        }
    }

    /// <summary>Modes b̂ with mean 0 and covariance LLᵀ: b̂S^(−½)Lᵀ, S their own covariance, by its eigenvalues; directions without any stay without.</summary>
    private static double[] Reflated(double[,] raw, double[] factor, int k)
    {
        int levels = raw.GetLength(0);
        var centred = new double[levels * k];
        for (int c = 0; c < k; c++)
        {
            double mean = 0;
            for (int l = 0; l < levels; l++)
            {
                mean += raw[l, c] / levels;
            }

            for (int l = 0; l < levels; l++)
            {
                centred[(l * k) + c] = raw[l, c] - mean;
            }
        }

        var covariance = new double[k * k];
        for (int first = 0; first < centred.Length; first += k)
        {
            for (int r = 0; r < k; r++)
            {
                VectorKernels.AddScaled(centred[first + r] / levels, centred.AsSpan(first, k), covariance.AsSpan(r * k, k));
            }
        }

        double[] values = new double[k], vectors = new double[k * k];
        SymmetricEigen.Decompose(covariance, values, vectors, k);
        double largest = values.Max();
        var root = new double[k * k];
        for (int j = 0; j < k; j++)
        {
            double inverse = values[j] > None * largest && largest > 0 ? 1 / Math.Sqrt(values[j]) : 0;
            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    root[(r * k) + c] += inverse * vectors[(r * k) + j] * vectors[(c * k) + j];
                }
            }
        }

        var map = new double[k * k];
        SmallBlocks.Multiply(factor, root, map, k);
        var result = new double[centred.Length];
        for (int first = 0; first < centred.Length; first += k)
        {
            for (int r = 0; r < k; r++)
            {
                result[first + r] = VectorKernels.Dot(map.AsSpan(r * k, k), centred.AsSpan(first, k));
            }
        }

        return result;
    }
}
