namespace GlmmDsl.Inference.MultipleComparisons;

/// <summary>
/// An upper tail interpolated in its logarithm by Chebyshev polynomials over pieces of equal width, each made when first asked for. Safe to use from several threads.
/// </summary>
/// <param name="tail">The tail, positive.</param>
/// <param name="width">The width of a piece.</param>
/// <param name="nodes">The nodes of a piece.</param>
/// <param name="largest">Where the last piece ends.</param>
internal sealed class TailPieces(Func<double, double> tail, double width, int nodes, double largest)
{
    private readonly double[]?[] pieces = new double[]?[(int)Math.Ceiling(largest / width)];

    /// <summary>Chebyshev's points of the first kind, and the weights of the barycentric formula there.</summary>
    private readonly (double Point, double Weight)[] chebyshev =
        [.. Enumerable.Range(0, nodes).Select(j => Math.PI * (j + 0.5) / nodes).Select((angle, j) => (Math.Cos(angle), Math.Sin(angle) * (j % 2 == 0 ? 1 : -1)))];

    /// <summary>The tail at a point from 0 up to the end of the last piece.</summary>
    public double At(double x)
    {
        int piece = Math.Min((int)(x / width), pieces.Length - 1);
        double[] values = pieces[piece] ??= Piece(piece);
        return Math.Exp(Interpolate(values, (((x / width) - piece) * 2) - 1));
    }

    private double[] Piece(int piece)
    {
        var values = new double[nodes];
        for (int j = 0; j < nodes; j++)
        {
            values[j] = Math.Log(tail((piece + ((chebyshev[j].Point + 1) / 2)) * width));
        }

        return values;
    }

    /// <summary>The barycentric formula.</summary>
    private double Interpolate(double[] values, double x)
    {
        double above = 0, below = 0;
        for (int j = 0; j < values.Length; j++)
        {
            double distance = x - chebyshev[j].Point;
            if (distance == 0)
            {
                return values[j];
            }

            double weight = chebyshev[j].Weight / distance;
            above += weight * values[j];
            below += weight;
        }

        return above / below;
    }
}
