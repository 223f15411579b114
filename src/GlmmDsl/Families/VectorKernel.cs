using System.Runtime.Intrinsics;

namespace GlmmDsl.Families;

/// <summary>
/// A kernel that processes rows one vector at a time. The rows left at the end fill the front of one more vector, followed by rows with log f = 0,
/// so that a row's numbers do not depend on its place.
/// </summary>
internal abstract class VectorKernel : LikelihoodKernel
{
    /// <summary>η of the filler rows: with y = 0 and m = 1 their means, scores and information are exactly 0.</summary>
    private const double EmptyEta = -800;

    /// <summary>Rows of a vector.</summary>
    protected static int Width => Vector256<double>.Count;

    /// <inheritdoc/>
    public sealed override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        int whole = eta.Length - (eta.Length % Width);
        double sum = whole == 0 ? 0 : EvaluateVectors(eta[..whole], y, m, score, observed, derivative);
        int rest = eta.Length - whole;
        if (rest > 0)
        {
            Span<double> rows = stackalloc double[3 * Width];
            Fill(rows, eta[whole..], y[whole..], m[whole..]);
            Span<double> results = stackalloc double[3 * Width];
            sum += EvaluateVectors(rows[..Width], rows[Width..], rows[(2 * Width)..], results, results[Width..], results[(2 * Width)..]);
            results[..rest].CopyTo(score[whole..]);
            results.Slice(Width, rest).CopyTo(observed[whole..]);
            results.Slice(2 * Width, rest).CopyTo(derivative[whole..]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public sealed override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        int whole = eta.Length - (eta.Length % Width);
        double sum = whole == 0 ? 0 : ScoreVectors(eta[..whole], y, m, score);
        int rest = eta.Length - whole;
        if (rest > 0)
        {
            Span<double> rows = stackalloc double[3 * Width];
            Fill(rows, eta[whole..], y[whole..], m[whole..]);
            Span<double> result = stackalloc double[Width];
            sum += ScoreVectors(rows[..Width], rows[Width..], rows[(2 * Width)..], result);
            result[..rest].CopyTo(score[whole..]);
        }

        return sum;
    }

    /// <summary><see cref="LikelihoodKernel.Evaluate"/> of whole vectors; all spans hold at least as many numbers as η.</summary>
    protected abstract double EvaluateVectors(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative);

    /// <summary><see cref="LikelihoodKernel.Score"/> of whole vectors.</summary>
    protected abstract double ScoreVectors(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score);

    private static void Fill(Span<double> rows, ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m)
    {
        rows[..Width].Fill(EmptyEta);
        rows.Slice(Width, Width).Clear();
        rows[(2 * Width)..].Fill(1);
        eta.CopyTo(rows);
        y[..eta.Length].CopyTo(rows[Width..]);
        m[..eta.Length].CopyTo(rows[(2 * Width)..]);
    }
}
