namespace GlmmDsl.Cli.Tests;

/// <summary>What a fit notices is told by commands that show only what follows from it.</summary>
public sealed class OmittedRowNoticeTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("influence")]
    public void Rows_left_out_are_told_on_standard_error(string command)
    {
        string file = Path.GetTempFileName();
        try
        {
            string[] lines = File.ReadAllLines(Glmm.Reference("sleepstudy"));
            lines[4] = lines[4][lines[4].IndexOf(',', StringComparison.Ordinal)..];
            File.WriteAllLines(file, lines);

            Glmm.Outcome outcome = Glmm.Run(command, file, "Reaction ~ Days + (1 | Subject)");

            Assert.Equal(0, outcome.Code);
            Assert.StartsWith("GLMM506: 1 of 180 rows was left out", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
