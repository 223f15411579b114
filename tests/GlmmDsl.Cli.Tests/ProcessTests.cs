using System.Diagnostics;
using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary>The program in its own process, as the shell sees it.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void A_process_writes_its_fit_and_ends_with_0()
    {
        (int code, string output, string error) = Start("fit", Glmm.Reference("sleepstudy"), "Reaction ~ Days + (Days | Subject)", "--json");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(180, JsonDocument.Parse(output).RootElement.GetProperty("nobs").GetInt32());
    }

    [Fact]
    public void A_process_with_bad_input_ends_with_2()
    {
        (int code, string output, string error) = Start("fit", "nowhere.csv", "y ~ x");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("'nowhere.csv'", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "glmm.dll");
        var info = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
