namespace GlmmDsl.Generators.Tests.Columns;

/// <summary>Rows of 12 groups with one binary outcome written in several ways, and counts of successes and failures.</summary>
internal static class GeneralizedRows
{
    public const string Source = """
        public enum Arm { Placebo, Drug }

        public enum Outcome { No, Yes }

        public enum Grade { Low, Middle, High }

        public sealed record Row(
            int Y, bool Yes, Outcome Outcome, bool? Perhaps, [Factor("fail", "pass")] string Text, string Word, Grade Grade,
            int Good, int Bad, int Size, double Share, double X, Arm Arm, string G, double Exposure, int Times)
        {
            public static Row[] All => Enumerable.Range(0, 144).Select(Make).ToArray();

            private static Row Make(int i)
            {
                int y = Math.Sin(i * 1.7) + (i % 12 - 6) * 0.2 + i % 5 * 0.2 > 0.3 ? 1 : 0;
                int size = 4 + i % 3, good = (i * 7 % 11 + i % 12) % (size + 1);
                return new Row(
                    y, y == 1, (Outcome)y, y == 1, y == 1 ? "pass" : "fail", y == 1 ? "well" : "badly", (Grade)(i % 3),
                    good, size - good, size, (double)good / size, i % 7, (Arm)(i / 12 % 2), "g" + i % 12, 1 + i % 4, 1 + i % 2);
            }
        }
        """;
}
