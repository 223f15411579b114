using System.Runtime.CompilerServices;

namespace VerifyXunit;

/// <summary>
/// Snapshot tests with the call shape and file names of Verify.Xunit, which takes this file's place in builds with <c>-p:UseVerify=true</c>:
/// the text must equal <c>Class.Method.verified.txt</c> beside the test's source; where it does not, <c>Class.Method.received.txt</c> is
/// written for a look and, if it is right, a rename.
/// </summary>
public static class Verifier
{
    public static Task Verify(string target, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(sourceFile)!, Path.GetFileNameWithoutExtension(sourceFile) + "." + method);
        string verified = stem + ".verified.txt", received = stem + ".received.txt";
        string actual = Normalise(target);
        if (File.Exists(verified) && Normalise(File.ReadAllText(verified)) == actual)
        {
            File.Delete(received);
            return Task.CompletedTask;
        }

        File.WriteAllText(received, actual);
        string expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : "";
        Assert.Equal(expected, actual);
        return Task.CompletedTask;
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
