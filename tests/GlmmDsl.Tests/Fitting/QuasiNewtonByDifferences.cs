namespace GlmmDsl.Tests.Fitting;

/// <summary>BFGS with central differences and a halving line search: slow and short, sharing nothing with the library.</summary>
internal static class QuasiNewtonByDifferences
{
    /// <summary>The lowest value reached from a start.</summary>
    public static double Minimise(Func<double[], double> f, double[] start)
    {
        int n = start.Length;
        double[] x = start;
        double value = f(x);
        double[] gradient = Gradient(f, x);
        double[,] inverse = Identity(n, 0.1);
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double[] step = Step(inverse, gradient);
            double slope = Dot(step, gradient);
            if (!(slope < 0))
            {
                inverse = Identity(n, 0.01);
                step = Step(inverse, gradient);
                slope = Dot(step, gradient);
            }

            // Long steps leave the basin of the start.
            double shorten = Math.Min(1, 2 / Math.Sqrt(Dot(step, step)));
            double[] next = x;
            double nextValue = double.PositiveInfinity;
            double length = shorten;
            for (int halving = 0; halving < 25 && !(nextValue <= value + (1e-4 * length * slope)); halving++)
            {
                double taken = length = halving == 0 ? shorten : length / 2.5;
                next = [.. x.Select((v, i) => v + (taken * step[i]))];
                nextValue = f(next);
            }

            if (!(nextValue < value))
            {
                return value;
            }

            double[] nextGradient = Gradient(f, next);
            Update(inverse, [.. next.Select((v, i) => v - x[i])], [.. nextGradient.Select((g, i) => g - gradient[i])]);
            double fall = value - nextValue;
            (x, value, gradient) = (next, nextValue, nextGradient);
            if (fall < 1e-11 && iteration > 3)
            {
                break;
            }
        }

        return value;
    }

    private static double[] Step(double[,] inverse, double[] gradient)
    {
        var step = new double[gradient.Length];
        for (int i = 0; i < step.Length; i++)
        {
            for (int j = 0; j < step.Length; j++)
            {
                step[i] -= inverse[i, j] * gradient[j];
            }
        }

        return step;
    }

    private static void Update(double[,] h, double[] s, double[] y)
    {
        double sy = Dot(s, y);
        if (!(sy > 1e-12))
        {
            return;
        }

        double[] hy = [.. Step(h, y).Select(v => -v)];
        double yhy = Dot(y, hy);
        for (int i = 0; i < s.Length; i++)
        {
            for (int j = 0; j < s.Length; j++)
            {
                h[i, j] += ((1 + (yhy / sy)) * s[i] * s[j] / sy) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
            }
        }
    }

    private static double[] Gradient(Func<double[], double> f, double[] x)
    {
        var gradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double h = 1e-5 * Math.Max(1, Math.Abs(x[i]));
            double[] moved = [.. x];
            moved[i] = x[i] + h;
            double above = f(moved);
            moved[i] = x[i] - h;
            gradient[i] = (above - f(moved)) / (2 * h);
        }

        return gradient;
    }

    private static double[,] Identity(int n, double scale)
    {
        var identity = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            identity[i, i] = scale;
        }

        return identity;
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
